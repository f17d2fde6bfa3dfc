import { Link } from 'react-router';
import type { LienItem } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { Party } from '../../components/Party';
import { useT, useWord } from '../../i18n';

/** Live liens in the order of their rank, which the position in the log decides and nothing else. */
export function LienTable({ liens }: { liens: readonly LienItem[] }) {
  const t = useT();
  const word = useWord();
  return (
    <DataTable
      label={t('certificate.liens')}
      rows={liens}
      rowKey={(l) => l.id}
      to={(l) => `/liens/${l.id}/register`}
      empty={<Empty title={t('certificate.noLiens')} />}
      columns={[
        { key: 'rank', title: t('term.lienRank'), cell: (l) => l.rank, tight: true },
        { key: 'pledgee', title: t('term.pledgee'), cell: (l) => <Party party={l.pledgee} /> },
        { key: 'secured', title: t('certificate.secured'), cell: (l) => <Money fen={l.secured_fen} />, end: true },
        {
          key: 'status',
          title: t('case.status'),
          cell: (l) => (
            <>
              <Tag>{word('lienStatus', l.status)}</Tag>{' '}
              {l.no_further && <Tag tone="warn">{t('certificate.noFurther')}</Tag>}
            </>
          ),
        },
        { key: 'filing', title: t('term.filingNo'), cell: (l) => <code>{l.filing_no}</code> },
        {
          key: 'index',
          title: t('term.logIndex'),
          cell: (l) => <Link to={`/log/${l.index}`}>#{l.index}</Link>,
          tight: true,
        },
      ]}
    />
  );
}
