import { FileDown } from 'lucide-react';
import { Sheet } from '../../components/Page';
import { type MessageKey, useT } from '../../i18n';
import { useMe } from '../../session/session';
import css from './Certificate.module.css';

interface Doc {
  name: MessageKey;
  note: MessageKey;
  /** What follows the certificate's address, by what the reader knows the format as. */
  files: Record<string, string>;
  action?: string;
}

const documents: readonly Doc[] = [
  {
    name: 'doc.certificate',
    note: 'doc.certificate.note',
    files: { PDF: 'credential?format=pdf', JSON: 'credential?format=json', 'SD-JWT': 'sd-jwt' },
  },
  {
    name: 'doc.search',
    note: 'doc.search.note',
    files: { PDF: 'search?format=pdf', JSON: 'search?format=json' },
    action: 'search.issue',
  },
  {
    name: 'doc.status',
    note: 'doc.status.note',
    files: { PDF: 'status-proof?format=pdf', JSON: 'status-proof?format=json' },
  },
  { name: 'doc.title', note: 'doc.title.note', files: { PDF: 'title?format=pdf', JSON: 'title?format=json' } },
];

/** What the register gives out about a certificate: each document with what it proves, in the forms there are. */
export function Documents({ code }: { code: string }) {
  const t = useT();
  const { actions } = useMe();
  return (
    <Sheet title={t('doc.title.all')}>
      <ul className={css.notes}>
        {documents
          .filter((d) => !d.action || actions.includes(d.action))
          .map((d) => (
            <li key={d.name}>
              <div className={css.noteHead}>
                <FileDown size={15} aria-hidden />
                <strong>{t(d.name)}</strong>
                {Object.entries(d.files).map(([format, path]) => (
                  <a
                    key={format}
                    href={`/api/v1/certificates/${code}/${path}`}
                    download={format !== 'PDF' || undefined}
                    target={format === 'PDF' ? '_blank' : undefined}
                    rel="noreferrer"
                    aria-label={`${t(d.name)} ${format}`}
                  >
                    {format}
                  </a>
                ))}
              </div>
              <p className="faint">{t(d.note)}</p>
            </li>
          ))}
      </ul>
    </Sheet>
  );
}
