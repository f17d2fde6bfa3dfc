import type { Language } from '../i18n';

/** Instants are shown in China's time whatever the browser's zone: a deadline must read the same to everyone. */
const zone = 'Asia/Shanghai';

const instantParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function parts(at: string | number): Record<string, string> {
  const out: Record<string, string> = {};
  for (const p of instantParts.formatToParts(new Date(at))) out[p.type] = p.value;
  return out;
}

/** The civil date in China of an instant: 2026-03-20. */
export function civilDate(at: string | number): string {
  const p = parts(at);
  return `${p.year}-${p.month}-${p.day}`;
}

/** 2026-03-20 14:05, China's time. */
export function dateTime(at: string | number): string {
  const p = parts(at);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

export function dateTimeSeconds(at: string | number): string {
  return `${dateTime(at)}:${parts(at).second}`;
}

const weekdays: Record<Language, readonly string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

/** The weekday of a civil date, without any time zone. */
export function weekday(date: string, lang: Language): string {
  return weekdays[lang][new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
}

/** A date as it stands in documents: 2026年3月20日; English keeps ISO, which nobody misreads. */
export function longDate(date: string, lang: Language): string {
  const [y, m, d] = date.split('-').map(Number);
  return lang === 'zh' ? `${y}年${m}月${d}日` : date;
}

/** The civil date `days` after a date. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
