import { useMutation } from '@tanstack/react-query';
import { FileText, X } from 'lucide-react';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { FileButton } from '../../components/FileButton';
import { ProblemNote } from '../../components/ProblemNote';
import { byteSize } from '../../format/size';
import { useT } from '../../i18n';
import css from './Deed.module.css';
import type { PaperKind } from './deed';

interface Props {
  id?: string;
  value?: string[];
  onChange?: (ids: string[]) => void;
  kind: PaperKind;
  most: number;
}

/** Sends a file's bytes; the node looks at what they are and keeps them, and only their salted digest is registered. */
export function sendPaper(file: File, kind: PaperKind) {
  return body(
    api.POST('/api/v1/papers', {
      params: { query: { name: file.name.slice(-120), kind } } as never,
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as unknown as string,
      bodySerializer: (b: unknown) => b as BodyInit,
    }),
  );
}

/** Papers that go with a form. Each is uploaded when it is chosen, so that a refusal is told at once. */
export function PaperInput({ id, value = [], onChange, kind, most }: Props) {
  const t = useT();
  const [kept, setKept] = useState<Record<string, { name: string; size: number }>>({});
  const upload = useMutation({
    mutationFn: async (files: File[]) => {
      const ids = [...value];
      for (const file of files.slice(0, most - value.length)) {
        const paper = await sendPaper(file, kind);
        setKept((k) => ({ ...k, [paper.id]: { name: paper.name, size: paper.size } }));
        ids.push(paper.id);
      }
      onChange?.(ids);
    },
  });
  return (
    <div>
      {value.length > 0 && (
        <ul className={css.papers}>
          {value.map((paper) => (
            <li key={paper}>
              <FileText size={14} aria-hidden />
              <span>{kept[paper]?.name ?? paper}</span>
              {kept[paper] && <span className="faint number">{byteSize(kept[paper].size)}</span>}
              <button
                type="button"
                aria-label={t('paper.remove', { name: kept[paper]?.name ?? paper })}
                onClick={() => onChange?.(value.filter((v) => v !== paper))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {value.length < most && (
        <FileButton
          {...(id && { id })}
          label={t('paper.choose')}
          multiple={most > 1}
          disabled={upload.isPending}
          onFiles={(files) => upload.mutate(files)}
        />
      )}
      {upload.isPending && (
        <p className="faint" role="status">
          {t('paper.sending')}
        </p>
      )}
      <ProblemNote error={upload.error} />
    </div>
  );
}
