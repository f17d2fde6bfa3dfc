import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { Facts, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ProofPanel } from '../../components/ProofPanel';
import { dateTimeSeconds } from '../../format/date';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { checkGrowth } from '../../proof/checks';
import { useOrgNames } from '../registration/organisations';
import css from './Log.module.css';
import { cosignedQuery, signers, sizeOf } from './signers';
import { headQuery, pageSize, useEntries } from './useLog';

/** The log, newest first. On opening, the browser checks that it has only grown since it last looked. */
export default function LogPage() {
  const t = useT();
  const head = useQuery(headQuery);
  return (
    <Page title={t('log.title')} lead={t('log.lead')} acts={<Link to="/log/fact">{t('log.fact')}</Link>}>
      <PageState query={head}>
        {(h) => (
          <>
            <Sheet title={t('proof.verify')} flush>
              <ProofPanel
                subject={h.checkpoint}
                check={() =>
                  checkGrowth(h, (from) => body(api.GET('/api/v1/log/consistency', { params: { query: { from } } })))
                }
              />
            </Sheet>
            <Sheet title={h.origin}>
              <Facts
                items={[
                  [t('log.origin'), h.origin],
                  [t('log.size'), count(h.size)],
                  [t('log.key'), <Digest key="k" value={h.key} />],
                ]}
              />
              <Signatures head={h.checkpoint} origin={h.origin} size={h.size} />
            </Sheet>
            <Entries size={h.size} />
          </>
        )}
      </PageState>
    </Page>
  );
}

/** Who signed the checkpoint: the log itself, and the witnesses that saw it grow and nothing be rewritten. */
function Signatures({ head, origin, size }: { head: string; origin: string; size: number }) {
  const t = useT();
  const note = useQuery(cosignedQuery(size)).data ?? head;
  const names = signers(note);
  return (
    <>
      <h3 className={css.part}>{t('log.signatures', { size: count(sizeOf(note)) })}</h3>
      <ul className={css.signers}>
        {names.map((n) => (
          <li key={n}>
            <code>{n}</code> <span className="faint">{t(n === origin ? 'log.signedByLog' : 'log.witness')}</span>
          </li>
        ))}
      </ul>
      {names.every((n) => n === origin) && <p className="faint">{t('log.noWitness')}</p>}
      <details className={css.note}>
        <summary>{t('log.checkpoint')}</summary>
        <pre className={css.leaf}>{note}</pre>
      </details>
    </>
  );
}

function Entries({ size }: { size: number }) {
  const t = useT();
  const word = useWord();
  const names = useOrgNames();
  const navigate = useNavigate();
  const [end, setEnd] = useState<number | null>(null);
  const until = end ?? size;
  const query = useEntries(until);
  return (
    <Sheet title={t('log.events')} flush>
      <PageState query={query}>
        {(rows) => (
          <DataTable
            label={t('log.title')}
            rows={rows}
            rowKey={(r) => String(r.index)}
            to={(r) => `/log/${r.index}`}
            columns={[
              { key: 'index', title: t('log.index'), cell: (r) => count(r.index), tight: true },
              {
                key: 'events',
                title: t('log.events'),
                cell: (r) => r.events.map((e) => word('event', e.kind)).join(t('policy.comma')),
              },
              { key: 'command', title: t('log.command'), cell: (r) => <code>{r.command.kind}</code> },
              {
                key: 'org',
                title: t('log.org'),
                cell: (r) => names.get(r.command.org) ?? <code>{r.command.org}</code>,
              },
              { key: 'time', title: t('log.time'), cell: (r) => dateTimeSeconds(r.time), tight: true },
            ]}
          />
        )}
      </PageState>
      <div className={css.pager}>
        <form
          className={css.goTo}
          onSubmit={(e) => {
            e.preventDefault();
            const index = Number(new FormData(e.currentTarget).get('index'));
            if (Number.isSafeInteger(index) && index >= 0 && index < size) navigate(`/log/${index}`);
          }}
        >
          <label htmlFor="log-index">{t('log.goTo')}</label>
          <input id="log-index" name="index" type="number" min={0} max={size - 1} required />
          <Button size="small" htmlType="submit">
            {t('log.go')}
          </Button>
        </form>
        <Button
          size="small"
          disabled={until >= size}
          onClick={() => setEnd(until + pageSize >= size ? null : until + pageSize)}
        >
          {t('log.newer')}
        </Button>
        <Button size="small" disabled={until <= pageSize} onClick={() => setEnd(until - pageSize)}>
          {t('log.older')}
        </Button>
      </div>
    </Sheet>
  );
}
