import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Page } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { MeasurementView } from './MeasurementView';

/** The measurement that a case was filed with: for its parties and the officer who reviews it. */
export default function CaseMeasurementPage() {
  const { id = '' } = useParams();
  const t = useT();
  const query = useQuery({
    queryKey: ['measurement-of-case', id],
    queryFn: () => body(api.GET('/api/v1/cases/{case}/measurement', { params: { path: { case: id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <PageState query={query}>
      {(m) => (
        <Page
          title={`${t('measure.title')} · ${m.name}`}
          lead={
            <>
              <Link to={`/cases/${id}`}>{t('measure.toCase')}</Link>
              <span>{t('measure.nth', { n: m.n, at: dateTime(m.measured_at) })}</span>
            </>
          }
        >
          <MeasurementView m={m} />
        </Page>
      )}
    </PageState>
  );
}
