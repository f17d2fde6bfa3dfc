import type { CertificateItem } from '../../api/types';
import { Tag } from '../../components/Page';
import { useT } from '../../i18n';

const tones = { live: 'good', expired: 'warn', cancelled: 'seal' } as const;

export function CertificateStatus({ c }: { c: Pick<CertificateItem, 'status' | 'objections'> }) {
  const t = useT();
  return (
    <>
      <Tag tone={tones[c.status]}>{t(`certificate.${c.status}`)}</Tag>
      {c.objections > 0 && <Tag tone="seal">{t('certificate.objections', { count: c.objections })}</Tag>}
    </>
  );
}
