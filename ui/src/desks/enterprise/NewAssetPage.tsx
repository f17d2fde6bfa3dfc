import { useNavigate } from 'react-router';
import { Page, Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { UploadForm } from './UploadForm';

/** From "I have this file" to data in stock: how to measure it where it is, and where to put the result. */
export default function NewAssetPage() {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Page title={t('asset.add')} lead={t('asset.addLead')}>
      <Sheet title={t('asset.command')}>
        <code>shurong profile DATA.csv --json &gt; result.json</code>
      </Sheet>
      <Sheet title={t('asset.resultFile')}>
        <UploadForm onDone={(id) => navigate(`/enterprise/assets/${id}`)} />
      </Sheet>
    </Page>
  );
}
