import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { Case } from '../../api/types';
import { Digest } from '../../components/Digest';
import { History } from '../../components/History';
import { Measurement } from '../../components/Measurement';
import { Columns, Facts, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Rights } from '../../components/Rights';
import { dateTimeSeconds } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useArticle } from './article';
import { CaseActs } from './CaseActs';
import { CaseFormFacts } from './CaseFormFacts';
import { AnnexSheet, AttachmentSheet, JointSheet, SecretSheet } from './CaseParts';
import { CaseSteps } from './CaseSteps';
import { CaseStatus } from './caseColumns';
import { Findings, ToMeasurement } from './Findings';
import { Objections } from './Objections';
import { ReviewSheet } from './ReviewSheet';
import { CaseClock } from './TermCell';

/** One registration case, the same page from both sides of the counter; how much it shows is the node's to say. */
export default function CasePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['case', id],
    queryFn: () => body(api.GET('/api/v1/cases/{case}', { params: { path: { case: id } } })),
  });
  return <PageState query={query}>{(c) => <CaseView c={c} />}</PageState>;
}

function CaseView({ c }: { c: Case }) {
  const t = useT();
  const word = useWord();
  const form = c.form ?? c.public;
  return (
    <Page
      title={c.title}
      lead={
        <>
          <code>{c.id}</code>
          {c.type !== 'initial' && <Tag tone="primary">{word('caseType', c.type)}</Tag>}
          <CaseStatus status={c.status} />
          {c.withhold && <Tag tone="warn">{t('case.withholdAsked')}</Tag>}
          {c.deemed && <Tag>{t('case.deemed')}</Tag>}
          {c.extended && <Tag>{t('case.extended')}</Tag>}
          {c.certificates.map((code) => (
            <Link key={code} to={`/certificates/${code}`}>
              {code}
            </Link>
          ))}
        </>
      }
    >
      <CaseSteps c={c} />
      <Columns weave>
        <div>
          <CaseActs c={c} />
          {c.corrections && (
            <Sheet title={t('case.corrections')}>
              <ol>
                {c.corrections.items.map((item) => (
                  <li key={item}>· {item}</li>
                ))}
              </ol>
            </Sheet>
          )}
          {c.refusal && (
            <Sheet title={t('case.refusal')}>
              <p>{c.refusal.text ?? t('case.notPublic')}</p>
            </Sheet>
          )}
          <AnnexSheet c={c} />
          <JointSheet c={c} />
          <Findings c={c} />
          <ReviewSheet c={c} />
          <Objections c={c} />
          <Sheet title={t('case.form')}>{form ? <CaseFormFacts form={form} /> : <p>{t('case.notPublic')}</p>}</Sheet>
          <AttachmentSheet c={c} />
          <SecretSheet c={c} />
          <Sheet title={t('case.measurement')} aside={<ToMeasurement c={c} />}>
            <Measurement m={c.measurement} />
          </Sheet>
        </div>
        <div>
          {c.term && <CaseClock term={c.term} />}
          <CaseFacts c={c} />
          <Sheet title={t('case.history')}>
            <History lines={[...c.log].reverse()} />
          </Sheet>
        </div>
      </Columns>
    </Page>
  );
}

function CaseFacts({ c }: { c: Case }) {
  const t = useT();
  const word = useWord();
  const article = useArticle();
  const p = c.publicity;
  return (
    <Sheet title={t('case.rights')}>
      <Facts
        items={[
          [t('case.rights'), <Rights key="r" rights={c.granted} />],
          [t('case.source'), word('source', c.source)],
          [t('case.rule'), `${word('rule', c.rights_table.code)} (${article(c.rights_table.article)})`],
          [t('case.applicant'), <Party key="a" party={c.applicant} code />],
          [t('case.registrar'), <Party key="g" party={c.registrar} code />],
          [t('case.filedOn'), c.filed_on],
          p && [t('case.publicity'), p.withheld ? t('case.withheld') : `${p.posted} – ${p.until ?? ''}`],
          c.deposited_at !== undefined && [t('case.effective'), dateTimeSeconds(c.deposited_at)],
          [t('case.formCommitment'), <Digest key="d" value={c.form_commitment} />],
        ]}
      />
    </Sheet>
  );
}
