import { useNavigate } from 'react-router';
import { Command } from '../../components/Command';
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
        <Command text="shurong profile data.csv --json > result.json" />
      </Sheet>
      <Sheet title={t('asset.resultFile')}>
        <UploadForm onDone={(id) => navigate(`/enterprise/assets/${id}`)} />
      </Sheet>
    </Page>
  );
}
