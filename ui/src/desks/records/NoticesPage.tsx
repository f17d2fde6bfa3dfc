import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { useT, useWord } from '../../i18n';

type Notice = components['schemas']['FilingNotice'];

/** Where what a notice is about can be read. */
export function noticePath(n: Pick<Notice, 'subject' | 'certificate'>): string {
  const [kind, id] = n.subject.split('/');
  if (kind === 'lien') return `/liens/${id}/register`;
  if (kind === 'case') return `/cases/${id}`;
  return `/certificates/${n.certificate || id}`;
}

/** Copies of what others recorded and concerns us; they follow from the log, so that none can be left unsent. */
export default function NoticesPage() {
  const t = useT();
  const word = useWord();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['notices', cursor.current],
    queryFn: () => body(api.GET('/api/v1/notices', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('notice.title')} lead={t('notice.lead')}>
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('notice.title')}
              rows={page.items}
              rowKey={(n) => `${n.index} ${n.kind} ${n.subject}`}
              to={noticePath}
              empty={<Empty title={t('notice.empty')} />}
              columns={[
                { key: 'what', title: t('notice.what'), cell: (n) => word('event', n.kind) },
                {
                  key: 'about',
                  title: t('notice.about'),
                  cell: (n) => <code>{n.certificate || n.subject.split('/')[1]}</code>,
                },
                { key: 'by', title: t('notice.by'), cell: (n) => n.sender_name || n.sender },
                { key: 'at', title: t('notice.at'), cell: (n) => dateTime(n.at), tight: true },
                {
                  key: 'index',
                  title: t('term.logIndex'),
                  cell: (n) => <Link to={`/log/${n.index}`}>#{n.index}</Link>,
                  tight: true,
                },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
    </Page>
  );
}
