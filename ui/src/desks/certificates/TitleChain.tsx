import { Link } from 'react-router';
import { Sheet } from '../../components/Page';
import { Party } from '../../components/Party';
import { Rights } from '../../components/Rights';
import { dateTime } from '../../format/date';
import { useT, useWord } from '../../i18n';
import css from './Certificate.module.css';
import { type Titles, turns } from './titles';

/** The chain of title from the first registration on: who held which rights, by which case, on which certificate. */
export function TitleChain({ titles }: { titles: Titles }) {
  const t = useT();
  const word = useWord();
  if (titles.links.length === 0) return null;
  return (
    <Sheet title={t('title.chain')} aside={t('title.chainWhy')}>
      <ol className={css.chain}>
        {turns(titles.links).map(({ link: l, before }) => (
          <li key={`${l.case} ${l.certificate} ${l.type}`} data-type={l.type}>
            <p className={css.chainHead}>
              <strong>{word('caseType', l.type)}</strong>
              <time dateTime={l.at}>{dateTime(l.at)}</time>
            </p>
            <p>
              {before && (
                <>
                  <Party party={before.holder} /> →{' '}
                </>
              )}
              <Party party={l.holder} /> {l.type !== 'cancellation' && <Rights rights={l.rights} />}
            </p>
            <p className="faint">
              {l.certificate === titles.code ? (
                <code>{l.certificate}</code>
              ) : (
                <Link to={`/certificates/${l.certificate}`}>
                  <code>{l.certificate}</code>
                </Link>
              )}
              {' · '}
              {l.type !== 'cancellation' && `${t('certificate.validUntil')} ${l.valid_until} · `}
              {l.case && <Link to={`/cases/${l.case}`}>{t('certificate.case')}</Link>}
              {l.index > 0 && (
                <>
                  {' · '}
                  <Link to={`/log/${l.index}`}>#{l.index}</Link>
                </>
              )}
            </p>
            {l.from && (
              <p className="faint">
                {t('title.from')} <Link to={`/certificates/${l.from}`}>{l.from}</Link>
              </p>
            )}
            {l.to && (
              <p className="faint">
                {t('title.to')} <Link to={`/certificates/${l.to}`}>{l.to}</Link>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
