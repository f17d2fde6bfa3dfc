import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Measurement } from '../../components/Measurement';
import { Facts, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';
import { Downloads } from '../valuation/Downloads';
import { LenderSheet } from '../valuation/LenderSheet';
import { Pictures } from '../valuation/Pictures';
import { Rivals } from '../valuation/Rivals';
import { SeriesSheet } from '../valuation/SeriesSheet';
import { Reconciliation, ValueFigures } from './Conclusion';
import { Derivation, Input } from './Derivation';
import { Evidence } from './Evidence';
import paper from './Report.module.css';
import { Tornado } from './Tornado';
import type { Report, Valuation } from './types';
import val from './Valuation.module.css';

/** A report as it is handed over: conclusion, how it follows, where its inputs come from, and what proves it. */
export default function ReportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['report', id],
    queryFn: () => body(api.GET('/api/v1/reports/{report}', { params: { path: { report: id } } })),
  });
  return <PageState query={query}>{(r) => <Shown r={r} />}</PageState>;
}

function Shown({ r }: { r: Report }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const v = r.report;
  const id = r.valuation || r.commitment;
  const lends = useMe().roles.some((role) => role === 'bank' || role === 'guarantor');
  return (
    <div className={paper.paper}>
      <Page
        title={t('report.heading', { title: r.title || v.asset })}
        lead={
          <>
            <Party party={r.appraiser} />
            {r.valuation && <code>{r.valuation}</code>}
            {r.state === 'submitted' ? (
              <Tag tone="warn">{t('report.draftState')}</Tag>
            ) : (
              <Tag tone={r.valid ? 'good' : 'warn'}>{t(r.valid ? 'report.valid' : 'report.lapsed')}</Tag>
            )}
          </>
        }
        acts={
          <>
            <Downloads report={id} />
            <Button onClick={() => window.print()}>{t('report.print')}</Button>
          </>
        }
      >
        <ValueFigures valuation={v} />
        <Sheet title={t('report.subject')}>
          <Facts
            items={[
              [
                t('term.certificateCode'),
                <Link key="c" to={`/certificates/${r.certificate}`}>
                  <code>{r.certificate}</code>
                </Link>,
              ],
              [t('commission.purpose'), word('purpose', r.purpose)],
              [t('value.type'), word('valueType', r.value_type)],
              [t('value.date'), r.date],
              [t('value.validUntil'), r.valid_until],
              [t('commission.appraiser'), <Party key="a" party={r.appraiser} code />],
            ]}
          />
        </Sheet>
        <Sheet title={t('value.reconciliation')} flush>
          <Reconciliation valuation={v} />
        </Sheet>
        <Sheet title={t('value.derivation')} flush>
          <div className={val.stack}>
            {v.approaches.map((a) => (
              <Derivation key={a.title.zh + a.value_fen} approach={a} />
            ))}
          </div>
        </Sheet>
        <Sheet title={t('tornado.title')} aside={t('tornado.why')}>
          <Tornado valuation={v} />
        </Sheet>
        <Pictures valuation={v} />
        {lends && r.state === 'recorded' && <LenderSheet report={id} />}
        {r.state === 'recorded' && <SeriesSheet report={id} />}
        {r.state === 'recorded' && <Rivals report={id} />}
        <Sheet title={t('value.sources')} flush>
          <Sources valuation={v} />
        </Sheet>
        {v.notes.length > 0 && (
          <Sheet title={t('value.notes')}>
            <ul className={paper.notes}>
              {v.notes.map((n) => (
                <li key={n.zh}>{text(n)}</li>
              ))}
            </ul>
          </Sheet>
        )}
        <Sheet
          title={t('report.base')}
          aside={
            r.base.heartbeat === 0 ? t('report.baseRegistration') : t('report.baseHeartbeat', { n: r.base.heartbeat })
          }
        >
          <Measurement m={r.base.measurement} brief />
        </Sheet>
        <Evidence report={r} />
      </Page>
    </div>
  );
}

function Sources({ valuation: v }: { valuation: Valuation }) {
  const t = useT();
  const text = useText();
  const rows = v.approaches.flatMap((a) => a.sources.map((s) => ({ ...s, method: text(a.title) })));
  return (
    <DataTable
      label={t('value.sources')}
      rows={rows}
      rowKey={(s) => `${s.method} ${s.input}`}
      columns={[
        { key: 'input', title: t('value.input'), cell: (s) => <Input name={s.input} /> },
        { key: 'source', title: t('value.source'), cell: (s) => s.text },
        { key: 'method', title: t('value.method'), cell: (s) => s.method, tight: true },
      ]}
    />
  );
}
