import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useOrgNames } from '../registration/organisations';

/** Who read what is ours, when and for what purpose (Guide Art. 30). */
export default function AccessPage() {
  const t = useT();
  const word = useWord();
  const names = useOrgNames(); // what was authorised names to whom
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['access', cursor.current],
    queryFn: () => body(api.GET('/api/v1/access-log', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('access.title')}
              rows={page.items}
              rowKey={(a) => String(a.seq)}
              empty={<Empty title={t('access.empty')} />}
              columns={[
                { key: 'at', title: t('notice.at'), cell: (a) => dateTime(a.at), tight: true },
                { key: 'who', title: t('access.who'), cell: (a) => a.name || a.org },
                { key: 'act', title: t('notice.what'), cell: (a) => word('accessAct', a.act), tight: true },
                { key: 'subject', title: t('notice.about'), cell: (a) => <Subject of={a.subject} /> },
                { key: 'purpose', title: t('access.purpose'), cell: (a) => names.get(a.purpose) ?? a.purpose },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}

/** What was read, by what it is and its number; a certificate opens. */
function Subject({ of }: { of: string }) {
  const t = useT();
  const [kind = '', id = ''] = of.split('/');
  const what = { certificate: t('term.certificate'), paper: t('paper.title'), person: t('person.title') }[kind] ?? kind;
  return (
    <>
      {what}{' '}
      {kind === 'certificate' ? (
        <Link to={`/certificates/${id}`}>
          <code>{id}</code>
        </Link>
      ) : (
        <code>{id}</code>
      )}
    </>
  );
}
