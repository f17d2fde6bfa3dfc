import { Link } from 'react-router';
import type { CertificateDetail } from '../../api/types';
import { Money } from '../../components/Money';
import { Facts } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';
import { useReports } from './useReports';

/** The value on record; its report is a link for who may read it. */
export function ValueFacts({ c, value: v }: { c: CertificateDetail; value: NonNullable<CertificateDetail['value']> }) {
  const t = useT();
  const reports = useReports(c.code);
  const readable = reports.data?.items.some((r) => r.valuation === v.id);
  return (
    <Facts
      items={[
        [t('term.appraisedValue'), <Money key="v" fen={v.value_fen} />],
        [
          t('certificate.range'),
          <span key="r">
            <Money fen={v.low_fen} /> – <Money fen={v.high_fen} />
          </span>,
        ],
        [t('term.valuationDate'), v.date],
        [t('certificate.validUntil'), v.valid_until],
        [t('certificate.appraiser'), <Party key="a" party={v.appraiser} />],
        readable && [
          t('certificate.report'),
          <Link key="p" to={`/reports/${v.id}`}>
            {v.id}
          </Link>,
        ],
      ]}
    />
  );
}
