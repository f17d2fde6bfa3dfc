import { Link } from 'react-router';
import type { Party as PartyFact } from '../api/types';
import { dateTime } from '../format/date';
import { useT, useWord } from '../i18n';
import css from './History.module.css';
import { Party } from './Party';

interface Line {
  index: number;
  kind: string;
  by: PartyFact;
  at: string;
}

/** What the log holds about a thing. Every line opens its entry, where the proof is. */
export function History({ lines }: { lines: readonly Line[] }) {
  const t = useT();
  const word = useWord();
  return (
    <ol className={css.history}>
      {lines.map((l) => (
        <li key={`${l.index} ${l.kind}`}>
          <Link to={`/log/${l.index}`} className={css.index} title={t('log.index')}>
            #{l.index}
          </Link>
          <span className={css.what}>{word('event', l.kind)}</span>
          <span className={css.by}>
            <Party party={l.by} /> · <time dateTime={l.at}>{dateTime(l.at)}</time>
          </span>
        </li>
      ))}
    </ol>
  );
}
