import type { Language } from '../i18n';

/** Money arrives as integer fen and is written by integer arithmetic only: no amount passes through a fraction. */
export type Unit = 'yuan' | 'wan' | 'yi';

const fenPer: Record<Unit, bigint> = { yuan: 100n, wan: 1_000_000n, yi: 10_000_000_000n };

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** num/den to `places` decimals, half away from zero. */
function decimal(num: bigint, den: bigint, places: number): string {
  const scale = 10n ** BigInt(places);
  const sign = num < 0n ? '-' : '';
  const abs = num < 0n ? -num : num;
  const scaled = (abs * scale * 2n + den) / (den * 2n);
  const whole = group((scaled / scale).toString());
  if (places === 0) return sign + whole;
  return `${sign}${whole}.${(scaled % scale).toString().padStart(places, '0')}`;
}

/** The number alone, for table columns whose head names the unit. Yuan shows fen; 万元 and 亿元 show two decimals. */
export function amount(fen: number | bigint, unit: Unit = 'yuan'): string {
  return decimal(BigInt(fen), fenPer[unit], 2);
}

/** The amount with its unit, unmistakable out of context. English never says "10k": it writes the yuan out. */
export function money(fen: number | bigint, lang: Language, unit: Unit = 'yuan'): string {
  if (lang === 'en') return `CNY ${amount(fen, 'yuan')}`;
  const name = { yuan: '元', wan: '万元', yi: '亿元' }[unit];
  return `${amount(fen, unit)} ${name}`;
}

/** Basis points as percent: 5575 → 55.75%. */
export function percent(bp: number): string {
  return `${decimal(BigInt(Math.round(bp)), 100n, 2)}%`;
}

/** Parts per million as a plain decimal: 985000 → 0.985. */
export function ratio(ppm: number): string {
  return decimal(BigInt(Math.round(ppm)), 1_000_000n, 6).replace(/\.?0+$/, '') || '0';
}

export function count(n: number): string {
  return decimal(BigInt(n), 1n, 0);
}

/** A basis-point ratio of two fen amounts, rounded up: a loan is never shown as less of its value than it is. */
export function ratioBp(part: number, whole: number): number {
  if (whole <= 0) return 0;
  const p = BigInt(part) * 10_000n;
  const w = BigInt(whole);
  return Number((p + w - 1n) / w);
}

const typed = /^-?\d{1,3}(,?\d{3})*(\.\d{1,2})?$|^-?\d+(\.\d{1,2})?$/;

/** Reads an amount typed in yuan into fen, or null: more than two decimals is refused, never rounded. */
export function parseYuan(text: string): number | null {
  const s = text.trim();
  if (!typed.test(s)) return null;
  const [whole = '0', frac = ''] = s.replace(/,/g, '').replace('-', '').split('.');
  const fen = BigInt(whole) * 100n + BigInt(frac.padEnd(2, '0'));
  const n = Number(s.startsWith('-') ? -fen : fen);
  return Number.isSafeInteger(n) ? n : null;
}
