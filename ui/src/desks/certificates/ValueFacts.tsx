import type { CertificateDetail } from '../../api/types';
import { Money } from '../../components/Money';
import { Facts } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';

export function ValueFacts({ value: v }: { value: NonNullable<CertificateDetail['value']> }) {
  const t = useT();
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
      ]}
    />
  );
}
