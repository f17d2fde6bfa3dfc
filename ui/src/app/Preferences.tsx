import { Moon, Sun } from 'lucide-react';
import { setMode, useMode } from '../design/mode';
import { setUnit, useUnit } from '../format/unit';
import { setLanguage, useLanguage, useT } from '../i18n';
import css from './Preferences.module.css';

/** Language, light or dark, and for Chinese readers the unit of money. */
export function Preferences({ unit = true }: { unit?: boolean }) {
  const t = useT();
  const mode = useMode();
  const lang = useLanguage();
  const current = useUnit();
  const other = mode === 'dark' ? 'light' : 'dark';
  return (
    <div className={css.row}>
      {unit && lang === 'zh' && (
        <fieldset className={css.units}>
          <legend className="visually-hidden">{t('shell.unit')}</legend>
          {(['yuan', 'wan', 'yi'] as const).map((u) => (
            <label key={u} data-on={u === current || undefined}>
              <input
                type="radio"
                name="unit"
                className="visually-hidden"
                checked={u === current}
                onChange={() => setUnit(u)}
              />
              {t(`money.${u}`)}
            </label>
          ))}
        </fieldset>
      )}
      <button
        type="button"
        className={css.plain}
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        title={t('shell.language')}
        onClick={() => void setLanguage(lang === 'zh' ? 'en' : 'zh')}
      >
        {t('shell.languageShort')}
      </button>
      <button type="button" className={css.plain} aria-label={t(`shell.${other}`)} onClick={() => setMode(other)}>
        {mode === 'dark' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
      </button>
    </div>
  );
}
