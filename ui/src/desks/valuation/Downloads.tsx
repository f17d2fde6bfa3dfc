import { Button } from 'antd';
import { useLanguage, useT } from '../../i18n';

/** The report as a document and as a workbook with live formulas, in the reader's language. */
export function Downloads({ report }: { report: string }) {
  const t = useT();
  const lang = useLanguage();
  const at = (format: string) => `/api/v1/reports/${report}/document?format=${format}&lang=${lang}`;
  return (
    <>
      <Button type="primary" href={at('pdf')} download>
        {t('report.pdf')}
      </Button>
      <Button href={at('xlsx')} download>
        {t('report.xlsx')}
      </Button>
    </>
  );
}
