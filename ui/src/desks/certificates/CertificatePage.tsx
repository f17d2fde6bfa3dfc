import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { CertificateDetail } from '../../api/types';
import { History } from '../../components/History';
import { Measurement } from '../../components/Measurement';
import { Columns, Facts, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { ProofPanel } from '../../components/ProofPanel';
import { Rights } from '../../components/Rights';
import { civilDate, dateTimeSeconds } from '../../format/date';
import { useT } from '../../i18n';
import { verifyCredential } from '../../proof/credential';
import { useMe, useNode } from '../../session/session';
import { headQuery } from '../log/useLog';
import { SimilarSheet } from '../similarity/SimilarSheet';
import { AnnotationSheet, StandingBanner } from './Annotations';
import css from './Certificate.module.css';
import { CertificateDeeds } from './CertificateDeeds';
import { CertificateStatus } from './CertificateStatus';
import { DataFigure } from './DataFigure';
import { Documents } from './Documents';
import { Grants } from './Grants';
import { LienTable } from './LienTable';
import { PublicForm } from './PublicForm';
import { TitleChain } from './TitleChain';
import { titlesQuery } from './titles';
import { ValueFacts } from './ValueFacts';

/** A certificate: what it proves, what weighs on it, how the data is; downloads, and the proof in this browser. */
export default function CertificatePage() {
  const { code = '' } = useParams();
  const query = useQuery({
    queryKey: ['certificate', code],
    queryFn: () => body(api.GET('/api/v1/certificates/{code}', { params: { path: { code } } })),
  });
  return <PageState query={query}>{(c) => <Certificate c={c} />}</PageState>;
}

function Certificate({ c }: { c: CertificateDetail }) {
  const t = useT();
  const me = useMe();
  const [proving, setProving] = useState(false);
  const titles = useQuery(titlesQuery(c.code)).data;
  // Who may ask for an appraisal: the holder, or an institution that lends or guarantees.
  const lends = me.roles.some((r) => r === 'bank' || r === 'guarantor');
  const may = me.actions.includes('valuation.commission') && (lends || me.organisation?.uscc === c.holder.uscc);
  const knows = [c.holder.uscc, c.registrar.uscc].includes(me.organisation?.uscc ?? '');
  const asks = may && c.status === 'live';
  return (
    <Page
      title={c.title || t('certificate.withheldTitle')}
      lead={
        <>
          <code>{c.code}</code>
          <CertificateStatus c={c} />
        </>
      }
      acts={
        <>
          <Button href={`/api/v1/certificates/${c.code}/credential?format=pdf`} target="_blank">
            {t('certificate.pdf')}
          </Button>
          {asks && <Button href={`/commissions/new?certificate=${c.code}`}>{t('commission.new')}</Button>}
          <Button type="primary" onClick={() => setProving(true)}>
            {t('proof.verify')}
          </Button>
        </>
      }
    >
      {titles && <StandingBanner c={c} titles={titles} />}
      {proving && <Proof code={c.code} />}
      <section className={css.paper} aria-label={t('term.certificate')}>
        <Facts
          items={[
            [t('certificate.holder'), <Party key="h" party={c.holder} code />],
            [t('case.registrar'), <Party key="r" party={c.registrar} code />],
            [t('certificate.rights'), <Rights key="s" rights={c.rights} />],
            [t('certificate.effective'), dateTimeSeconds(c.effective_at)],
            [t('certificate.issuedOn'), c.issued_on],
            [t('certificate.validUntil'), c.valid_until],
            [t('term.logIndex'), <Link key="l" to={`/log/${c.index}`}>{`#${c.index}`}</Link>],
            c.case
              ? [
                  t('certificate.case'),
                  <Link key="c" to={`/cases/${c.case}`}>
                    {c.case}
                  </Link>,
                ]
              : null,
            [t('certificate.publicPage'), <a key="p" href={`/verify/${c.code}`}>{`/verify/${c.code}`}</a>],
          ]}
        />
      </section>
      <Columns weave>
        <div>
          <Sheet title={t('certificate.liens')} flush>
            <LienTable liens={c.liens} />
          </Sheet>
          {titles && <AnnotationSheet c={c} annotations={titles.annotations} />}
          {titles && <TitleChain titles={titles} />}
          <DataFigure c={c} />
          <SimilarSheet code={c.code} />
          <Sheet title={t('case.form')}>
            {c.form ? (
              <PublicForm form={c.form} />
            ) : (
              <p>
                {t('certificate.formWithheld')} {knows && <Link to={`/search?q=${c.code}`}>{t('search.read')}</Link>}
              </p>
            )}
          </Sheet>
          <Sheet title={t('case.measurement')}>
            <Measurement m={c.measurement} />
          </Sheet>
        </div>
        <div>
          {titles && <CertificateDeeds c={c} titles={titles} />}
          {!c.form && <Grants c={c} />}
          {c.value && (
            <Sheet title={t('certificate.value')}>
              <ValueFacts c={c} value={c.value} />
            </Sheet>
          )}
          <Documents code={c.code} />
          <Sheet title={t('certificate.history')}>
            <History lines={c.history} />
          </Sheet>
        </div>
      </Columns>
    </Page>
  );
}

/** Fetches the certificate with its evidence and checks it here, against the key that the log publishes. */
function Proof({ code }: { code: string }) {
  const t = useT();
  const node = useNode();
  const head = useQuery(headQuery);
  if (!node || !head.data) return null;
  const { key } = head.data;
  const check = async () => {
    const params = { path: { code }, query: { format: 'json' as const } };
    const { data } = await api.GET('/api/v1/certificates/{code}/credential', { params, parseAs: 'text' });
    const report = await verifyCredential(data as unknown as string, { logKey: key, today: civilDate(node.now) });
    const { steps, fault, states } = report;
    return { steps, fault, states, notLive: !report.live };
  };
  return (
    <Sheet title={t('proof.verify')} aside={t('certificate.verifyWhy')} flush>
      <ProofPanel subject={`${code} ${head.data.checkpoint}`} check={check} />
    </Sheet>
  );
}
