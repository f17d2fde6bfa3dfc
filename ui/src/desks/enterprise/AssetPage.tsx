import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { DatasetDetail } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { Dialog } from '../../components/Dialog';
import { Measurement, qualityText } from '../../components/Measurement';
import { Columns, Page, Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { StageBar } from '../../components/StageBar';
import { dateTime } from '../../format/date';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { CaseStatus } from '../registration/caseColumns';
import { ProfileBrief, QualityBrief } from './Profile';
import { stageOf } from './stage';
import { UploadForm } from './UploadForm';
import { useProgress } from './useProgress';

/** One data set in stock: what was measured of it, and how far it has come. */
export default function AssetPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['dataset', id],
    queryFn: () => body(api.GET('/api/v1/datasets/{dataset}', { params: { path: { dataset: id } } })),
  });
  return <PageState query={query}>{(d) => <Asset d={d} />}</PageState>;
}

function Asset({ d }: { d: DatasetDetail }) {
  const t = useT();
  const navigate = useNavigate();
  const upload = useRef<HTMLDialogElement>(null);
  const { stage, blocked } = stageOf(d, useProgress());
  const open = d.stage === 'inventory';
  return (
    <Page
      title={d.name}
      lead={
        <>
          <code>{d.id}</code>
          {d.stage === 'proposed' && <Tag tone="warn">{t('asset.proposed')}</Tag>}
        </>
      }
      acts={
        <>
          <Button onClick={() => upload.current?.showModal()}>{t('asset.addMeasurement')}</Button>
          {open && !blocked && (
            <Button type="primary" onClick={() => navigate(`/enterprise/assets/${d.id}/file`)}>
              {t('asset.file')}
            </Button>
          )}
        </>
      }
    >
      <StageBar stage={stage} blocked={blocked} />
      {blocked && <Empty title={t('asset.personalFirst')} />}
      <Columns>
        <div>
          <Sheet title={t('asset.cases')} flush>
            <DataTable
              label={t('asset.cases')}
              rows={d.cases}
              rowKey={(c) => c.case}
              to={(c) => `/cases/${c.case}`}
              empty={<Empty title={t('asset.noCases')} />}
              columns={[
                { key: 'title', title: t('case.title'), cell: (c) => c.title },
                { key: 'status', title: t('case.status'), cell: (c) => <CaseStatus status={c.status} />, tight: true },
                {
                  key: 'codes',
                  title: t('term.certificate'),
                  cell: (c) =>
                    c.certificates.map((code) => (
                      <Link key={code} to={`/certificates/${code}`}>
                        {code}
                      </Link>
                    )),
                  tight: true,
                },
              ]}
            />
          </Sheet>
          <ProfileBrief d={d} />
          <QualityBrief d={d} />
        </div>
        <div>
          <Sheet title={t('asset.measured')}>
            <Measurement m={d.latest} />
          </Sheet>
          <Sheet title={t('asset.measurements')} flush>
            <DataTable
              label={t('asset.measurements')}
              rows={d.measurements}
              rowKey={(m) => String(m.n)}
              to={(m) => `/enterprise/assets/${d.id}/measurements/${m.n}`}
              columns={[
                { key: 'at', title: t('measured.at'), cell: (m) => dateTime(m.measured_at) },
                { key: 'rows', title: t('measured.rows'), cell: (m) => count(m.rows), end: true },
                { key: 'q', title: t('measured.quality'), cell: (m) => qualityText(m.quality_ppm), end: true },
              ]}
            />
          </Sheet>
        </div>
      </Columns>
      <Dialog ref={upload} title={t('asset.addMeasurement')}>
        <UploadForm dataset={d.id} onDone={() => upload.current?.close()} />
      </Dialog>
    </Page>
  );
}
