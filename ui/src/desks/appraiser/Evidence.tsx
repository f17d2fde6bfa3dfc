import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { Digest } from '../../components/Digest';
import { Facts, Sheet } from '../../components/Page';
import { ProofPanel } from '../../components/ProofPanel';
import { dateTimeSeconds } from '../../format/date';
import { useT } from '../../i18n';
import { checkReport } from './checkReport';
import type { Report } from './types';

/** What proves the report: its commitment in the log, and the check of it in this browser. */
export function Evidence({ report: r }: { report: Report }) {
  const t = useT();
  const [checking, setChecking] = useState(false);
  const download = () => {
    const url = URL.createObjectURL(new Blob([r.document], { type: 'application/json' }));
    const a = document.createElement('a');
    a.href = url;
    a.download = `${r.valuation || r.commission}-report.json`;
    a.click();
    URL.revokeObjectURL(url);
  };
  const entry = () => body(api.GET('/api/v1/log/entries/{index}', { params: { path: { index: r.index } } }));
  return (
    <Sheet title={t('report.evidence')} aside={t('report.evidenceWhy')}>
      <Facts
        items={[
          r.state === 'recorded' && [
            t('term.logIndex'),
            <Link key="i" to={`/log/${r.index}`}>
              #{r.index}
            </Link>,
          ],
          r.state === 'recorded' && [t('report.recorded'), dateTimeSeconds(r.recorded_at)],
          [t('report.commitment'), <Digest key="c" value={r.commitment} />],
          [t('report.salt'), <Digest key="s" value={r.salt} />],
          [t('report.fileDigest'), <Digest key="f" value={r.report.file_digest} />],
        ]}
      />
      {checking && <ProofPanel subject={r.commitment} check={async () => ({ steps: await checkReport(r, entry) })} />}
      <p className="no-print" style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 14 }}>
        <Button onClick={download}>{t('report.document')}</Button>
        {r.state === 'recorded' && !checking && (
          <Button type="primary" onClick={() => setChecking(true)}>
            {t('report.check')}
          </Button>
        )}
      </p>
    </Sheet>
  );
}
