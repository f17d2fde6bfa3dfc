import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useRef, useState } from 'react';
import { api, body } from '../../api/client';
import type { AuditRow } from '../../api/types';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Facts, Page } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Payload } from '../../components/Payload';
import { dateTimeSeconds } from '../../format/date';
import { useT, useWord } from '../../i18n';

/** Who did what, from where, when: the organisation's own trail, with what a record was before and after. */
export default function AuditPage() {
  const t = useT();
  const word = useWord();
  const [subject, setSubject] = useState('');
  const [open, setOpen] = useState<AuditRow | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['audit', subject, cursor.current],
    queryFn: () =>
      body(api.GET('/api/v1/audit', { params: { query: { subject: subject || undefined, cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const show = (row: AuditRow) => {
    setOpen(row);
    dialog.current?.showModal();
  };
  return (
    <Page
      title={t('nav.audit')}
      acts={
        <a href="/api/v1/audit/export" download>
          {t('audit.export')}
        </a>
      }
    >
      <Input.Search
        allowClear
        placeholder={t('audit.filter')}
        aria-label={t('audit.filter')}
        style={{ maxWidth: 420 }}
        onSearch={(v) => {
          setSubject(v.trim());
          cursor.reset();
        }}
      />
      <PageState query={query}>
        {(page) => (
          <>
            <DataTable
              label={t('nav.audit')}
              rows={page.items}
              rowKey={(r) => String(r.seq)}
              onOpen={show}
              empty={<Empty title={t('audit.empty')} />}
              columns={[
                { key: 'at', title: t('audit.wallTime'), cell: (r) => dateTimeSeconds(r.wall_time), tight: true },
                { key: 'actor', title: t('audit.actor'), cell: (r) => r.actor_name || r.actor || t('audit.node') },
                { key: 'action', title: t('audit.action'), cell: (r) => <Did row={r} /> },
                { key: 'subject', title: t('audit.subject'), cell: (r) => <code>{r.subject}</code> },
                { key: 'address', title: t('audit.address'), cell: (r) => r.address, tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </>
        )}
      </PageState>
      <Dialog ref={dialog} title={open ? did(open, word) : ''}>
        {open && (
          <>
            <Facts
              items={[
                [t('audit.actor'), open.actor_name || open.actor],
                [t('problem.code'), <code key="c">{open.action}</code>],
                [t('audit.subject'), <code key="s">{open.subject}</code>],
                [t('audit.nodeTime'), dateTimeSeconds(open.node_time)],
                [t('problem.request'), <code key="r">{open.request}</code>],
              ]}
            />
            {open.before !== undefined && (
              <section>
                <h3>{t('audit.before')}</h3>
                <Payload value={open.before} />
              </section>
            )}
            {open.after !== undefined && (
              <section>
                <h3>{t('audit.after')}</h3>
                <Payload value={open.after} />
              </section>
            )}
          </>
        )}
      </Dialog>
    </Page>
  );
}

/** What was done, in words; of a request also what it asks for. A code without words is shown as it is. */
function did(row: AuditRow, word: ReturnType<typeof useWord>): string {
  const said = word('did', row.action);
  const { kind } = (row.after ?? {}) as { kind?: unknown };
  return row.action.startsWith('approval.') && typeof kind === 'string' ? `${said} · ${word('did', kind)}` : said;
}

function Did({ row }: { row: AuditRow }) {
  const said = did(row, useWord());
  return (
    <span>
      {said} {said !== row.action && <code className="faint small">{row.action}</code>}
    </span>
  );
}
