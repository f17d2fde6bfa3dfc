import { regionName } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import css from './Organisations.module.css';
import { readUscc } from './uscc';

/** Says under the field, while a code is typed, what its parts mean and whether its check character follows. */
export function UsccNote({ code }: { code: string }) {
  const t = useT();
  const lang = useLanguage();
  if (!code) return <p className={css.uscc}>{t('uscc.rule')}</p>;
  const r = readUscc(code);
  switch (r.state) {
    case 'short':
      return <p className={css.uscc}>{t('uscc.short', { typed: r.typed })}</p>;
    case 'character':
      return (
        <p className={css.uscc} data-bad role="status">
          {r.place > 18
            ? t('uscc.long')
            : t(r.digit ? 'uscc.notDigit' : 'uscc.notInSet', { place: r.place, got: r.got })}
        </p>
      );
    case 'check':
      return (
        <p className={css.uscc} data-bad role="status">
          {t('uscc.check', { want: r.want, got: r.got })}
        </p>
      );
    case 'good':
      return (
        <div role="status">
          <dl className={css.parts}>
            {(
              [
                [r.authority + r.category, t('uscc.kind')],
                [r.region, regionName(r.region, lang).replace(` ${r.region}`, '')],
                [r.body, t('uscc.body')],
                [r.check, t('uscc.checkGood')],
              ] as const
            ).map(([part, name]) => (
              <div key={name}>
                <dt>{part}</dt>
                <dd>{name}</dd>
              </div>
            ))}
          </dl>
        </div>
      );
  }
}
