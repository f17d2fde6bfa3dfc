import { Figure, Figures } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import type { Security } from '../deeds/lienDeeds';
import css from './Liens.module.css';

/** What the lien is worth as security today: its rank, until when it stands, and what ends it first, or why it is none. */
export function Standing({ l }: { l: Security }) {
  const t = useT();
  const word = useWord();
  const s = l.today;
  const tone = !s.secured ? 'seal' : s.alert ? 'warn' : 'good';
  return (
    <Figures>
      <Figure name={t('term.lienRank')}>{l.rank > 0 ? l.rank : '–'}</Figure>
      <Figure name={t('case.status')} note={s.secured ? undefined : word('lienWhy', s.why ?? '')}>
        <span className={css.state} data-tone={tone}>
          {t(s.secured ? 'lien.secured' : 'lien.unsecured')}
        </span>
      </Figure>
      {s.until && (
        <Figure name={t('lien.until')} note={word('lienBecause', s.because ?? '')}>
          {s.until}
        </Figure>
      )}
    </Figures>
  );
}
