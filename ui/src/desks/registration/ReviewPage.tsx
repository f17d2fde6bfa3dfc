import { useQuery } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { Case, Opinion } from '../../api/types';
import { useFormProblem } from '../../components/formProblem';
import { Columns, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { CaseStatus } from './caseColumns';
import css from './Form.module.css';
import { ReviewFields } from './ReviewFields';
import { CaseClock } from './TermCell';
import { Verdict } from './Verdict';
import { type Established, useAid } from './verdictAid';

/** The review of a case (Guide Art. 18): the three heads with their checklist, and what the decision tables say beside. */
export default function ReviewPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['case', id],
    queryFn: () => body(api.GET('/api/v1/cases/{case}', { params: { path: { case: id } } })),
    staleTime: Number.POSITIVE_INFINITY, // a form must not change under the hands of who fills it
  });
  return <PageState query={query}>{(c) => <Review c={c} />}</PageState>;
}

export interface ReviewValues {
  opinion: Omit<Opinion, 'checks'>;
  checks?: Record<string, { ok?: boolean; note?: string }>;
}

/** The form's answers as the API takes them; what was left open is not sent. */
export function toOpinion(v: ReviewValues): Opinion {
  const checks = Object.entries(v.checks ?? {}).flatMap(([code, a]) =>
    a?.ok === undefined ? [] : [{ code, ok: a.ok, ...(a.note ? { note: a.note } : {}) }],
  );
  return { ...v.opinion, ...(checks.length > 0 ? { checks } : {}) };
}

function Review({ c }: { c: Case }) {
  const t = useT();
  const [form] = Form.useForm<ReviewValues>();
  const [facts, setFacts] = useState<Established>({});
  const aid = useAid(c.id, facts);
  const reviews = c.acts.includes('review');
  const act = useAct({
    run: (v: ReviewValues, key) =>
      body(
        api.POST('/api/v1/cases/{case}/review', {
          params: { path: { case: c.id }, header: { 'Idempotency-Key': key } },
          body: toOpinion(v),
        }),
      ),
  });
  useFormProblem(form, act.error);
  return (
    <Page
      title={`${t('review.title')} · ${c.title}`}
      lead={
        <>
          <Link to={`/cases/${c.id}`}>{c.id}</Link>
          <CaseStatus status={c.status} />
        </>
      }
    >
      {act.data ? (
        <Sheet title={t('act.review')}>
          <p role="status">
            {t('act.proposed')} <Link to={`/approvals/${act.data.approval}`}>{t('act.open')}</Link>
          </p>
        </Sheet>
      ) : (
        <Columns>
          <Form
            className={css.stack ?? ''}
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={act.mutate}
            disabled={act.isPending}
            scrollToFirstError={{ block: 'center', focus: true }}
          >
            <PageState query={aid}>
              {(a) => (
                <ReviewFields findings={c.findings} checklist={a.checklist} secrecy={a.secrecy} secret={c.secret} />
              )}
            </PageState>
            <ProblemNote error={act.error} />
            {!reviews && <p role="status">{t('review.notNow')}</p>}
            <div className={css.foot}>
              <Button type="primary" htmlType="submit" loading={act.isPending} disabled={!reviews}>
                {t('act.review')}
              </Button>
            </div>
            <p className="faint">{t('review.second')}</p>
          </Form>
          <div className={css.beside}>
            {c.term && <CaseClock term={c.term} />}
            <Verdict c={c} aid={aid.data} facts={facts} onFacts={setFacts} />
          </div>
        </Columns>
      )}
    </Page>
  );
}
