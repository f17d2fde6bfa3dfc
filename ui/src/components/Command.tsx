import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../i18n';
import css from './Command.module.css';
import { copyText } from './copyText';

/** A command to be run elsewhere, whole, with a button that copies it. */
export function Command({ text }: { text: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <p className={css.command}>
      <code>{text}</code>
      <button
        type="button"
        aria-label={`${t('digest.copy')} ${text}`}
        onClick={() => void copyText(text).then(() => setCopied(true))}
        onBlur={() => setCopied(false)}
      >
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        <span>{t(copied ? 'digest.copied' : 'digest.copy')}</span>
      </button>
      <span role="status" className="visually-hidden">
        {copied ? t('digest.copied') : ''}
      </span>
    </p>
  );
}
