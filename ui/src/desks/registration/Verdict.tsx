import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { Case } from '../../api/types';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Skeleton } from '../../components/PageState';
import { Rights } from '../../components/Rights';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useArticle } from './article';
import css from './Verdict.module.css';
import type { Aid, Established } from './verdictAid';

const outcomes = { registrable: 'good', partial: 'warn', held: 'warn', refused: 'seal' } as const;
const effects = { grants: 'good', refuses: 'seal', holds: 'warn', discloses: 'primary' } as const;
const asked = ['harm', 'dispute', 'false_proof'] as const;

interface Props {
  c: Case;
  aid: Aid | undefined;
  facts: Established;
  onFacts: (f: Established) => void;
}

/** The verdict of the decision tables beside the review: which rows apply and why. It advises; the officer concludes. */
export function Verdict({ c, aid, facts, onFacts }: Props) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const article = useArticle();
  if (!aid) return <Skeleton />;
  const v = aid.verdict;
  return (
    <Sheet title={t('verdict.title')} aside={<Link to="/decision-tables">{t('tables.open')}</Link>}>
      <p className={css.outcome} data-tone={outcomes[v.outcome]}>
        {word('verdictOutcome', v.outcome)}
      </p>
      <Facts
        items={[
          [t('case.source'), word('source', c.source)],
          [t('verdict.applied'), <Rights key="a" rights={c.granted} />],
          v.registrable.length > 0 && [
            t('verdict.registrable'),
            <Rights key="r" rights={v.registrable.map((right) => ({ right }))} />,
          ],
          v.denied.length > 0 && [
            t('verdict.denied'),
            <Rights key="d" rights={v.denied.map((right) => ({ right }))} />,
          ],
        ]}
      />
      <h3 className={css.part}>{t('verdict.rows')}</h3>
      <ul className={css.findings}>
        {v.findings.map((f) => (
          <li key={f.code} data-tone={effects[f.effect as keyof typeof effects]}>
            <p>
              <Tag tone={effects[f.effect as keyof typeof effects]}>{word('verdictEffect', f.effect)}</Tag>{' '}
              <span className="faint">
                {article(f.article)} · {word('reviewHead', f.head)}
              </span>
            </p>
            <p>{text(f)}</p>
          </li>
        ))}
      </ul>
      <SourceTable row={v.findings.find((f) => f.source >= 0)?.code ?? ''} />
      <h3 className={css.part}>{t('verdict.established')}</h3>
      <p className="faint">{t('verdict.establishedWhy')}</p>
      {asked.map((name) => (
        <p key={name}>
          <Checkbox checked={facts[name] ?? false} onChange={(e) => onFacts({ ...facts, [name]: e.target.checked })}>
            {t(`verdict.${name}`)}
          </Checkbox>
        </p>
      ))}
    </Sheet>
  );
}

/** The whole source → rights table, with the row that applies marked: a reader sees what a different source would carry. */
function SourceTable({ row }: { row: string }) {
  const t = useT();
  const word = useWord();
  const article = useArticle();
  const query = useQuery({
    queryKey: ['rights-table'],
    queryFn: () => body(api.GET('/api/v1/rights-table')),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = query.data?.rows ?? [];
  return (
    <details className={css.whole}>
      <summary>{t('verdict.whole')}</summary>
      <ol>
        {rows.map((r) => (
          <li key={r.code} data-here={r.code === row || undefined} aria-current={r.code === row || undefined}>
            {word('rule', r.code)} <span className="faint">{article(r.article)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
