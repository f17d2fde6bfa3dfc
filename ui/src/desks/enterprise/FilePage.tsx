import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { DatasetDetail } from '../../api/types';
import { Page } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { readProfile, spanOf } from '../measurement/profile';
import { FilingForm } from '../registration/FilingForm';

/** Applies for the registration of a data set in stock, with what was measured already filled in. */
export default function FilePage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['dataset', id],
    queryFn: () => body(api.GET('/api/v1/datasets/{dataset}', { params: { path: { dataset: id } } })),
    staleTime: Number.POSITIVE_INFINITY, // a form must not change under the hands of who fills it
  });
  return <PageState query={query}>{(d) => <File d={d} />}</PageState>;
}

function File({ d }: { d: DatasetDetail }) {
  const t = useT();
  const me = useMe();
  const profile = readProfile(d.profile);
  const span = profile && spanOf(profile);
  return (
    <Page title={t('asset.file')} lead={`${d.name} · ${t('form.filled')}`}>
      <FilingForm
        registrar
        initial={{
          rights: ['holding', 'use', 'operating'],
          form: {
            title: d.name.length <= 40 ? d.name : '',
            source: { kind: 'collected', lawful: true },
            ...(span && { span_from: span.from, span_to: span.to }),
            records: d.latest.rows,
            shapes: ['table'],
            structure: 'structured',
            grade: 'general',
            contact: { name: me.name ?? '', phone: '' },
          },
        }}
        submit={(registrar, form, key, extras) =>
          body(
            api.POST('/api/v1/cases', {
              params: { header: { 'Idempotency-Key': key } },
              body: { dataset: d.id, registrar, form, ...extras },
            }),
          )
        }
      />
    </Page>
  );
}
