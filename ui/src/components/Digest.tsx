import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../i18n';
import { copyText } from './copyText';
import css from './Digest.module.css';

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
        onClick={() => void copyText(value).then(() => setCopied(true))}
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
