import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { Case } from '../../api/types';
import { Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { useT } from '../../i18n';
import { FilingForm } from '../registration/FilingForm';

/** Submits a corrected form. What was to be corrected stands above it. */
export default function ResubmitPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['case', id],
    queryFn: () => body(api.GET('/api/v1/cases/{case}', { params: { path: { case: id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <PageState query={query}>{(c) => <Resubmit c={c} />}</PageState>;
}

function Resubmit({ c }: { c: Case }) {
  const t = useT();
  if (!c.form) return <Empty title={t('case.notPublic')} />;
  const { rights, ...form } = c.form;
  return (
    <Page title={t('act.resubmit')} lead={c.title}>
      {c.corrections && (
        <Sheet title={t('case.corrections')}>
          <ol>
            {c.corrections.items.map((item) => (
              <li key={item}>· {item}</li>
            ))}
          </ol>
        </Sheet>
      )}
      <FilingForm
        registrar={false}
        initial={{ form, rights: rights.map((r) => r.right), evidence: rights.find((r) => r.evidence)?.evidence ?? '' }}
        submit={(_, corrected, key) =>
          body(
            api.POST('/api/v1/cases/{case}/resubmit', {
              params: { path: { case: c.id }, header: { 'Idempotency-Key': key } },
              body: { form: corrected },
            }),
          )
        }
      />
    </Page>
  );
}
