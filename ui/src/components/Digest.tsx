import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../i18n';
import css from './Digest.module.css';

/** Copies text where the clipboard may be used (https or this machine) and otherwise by the old command. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** A digest, root or key: its ends, the whole on request, and a copy. */
export function Digest({ value, name, whole = false }: { value: string; name?: string; whole?: boolean }) {
  const t = useT();
  const [open, setOpen] = useState(whole);
  const [copied, setCopied] = useState(false);
  const short = value.length > 18 ? `${value.slice(0, 8)}…${value.slice(-6)}` : value;
  return (
    <span className={css.digest}>
      {name && <span className={css.name}>{name}</span>}
      {open || short === value ? (
        <code className={css.text}>{value}</code>
      ) : (
        <button
          type="button"
          className={css.text}
          title={value}
          aria-label={`${t('digest.whole')} ${short}`}
          onClick={() => setOpen(true)}
        >
          {short}
        </button>
      )}
      <button
        type="button"
        className={css.copy}
        aria-label={copied ? t('digest.copied') : `${t('digest.copy')} ${name ?? ''}`}
        onClick={() => void copy(value).then(() => setCopied(true))}
        onBlur={() => setCopied(false)}
      >
        {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      </button>
      <span role="status" className="visually-hidden">
        {copied ? t('digest.copied') : ''}
      </span>
    </span>
  );
}
