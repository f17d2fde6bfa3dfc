import { Upload } from 'lucide-react';
import { useId } from 'react';
import css from './FileButton.module.css';

interface Props {
  id?: string;
  /** What the button says, in the reader's language: the browser's own speaks the browser's. */
  label: string;
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}

/** Chooses files. The browser's input is there, out of sight, for the keyboard and for those who do not see. */
export function FileButton({ id, label, accept, multiple = false, disabled = false, onFiles }: Props) {
  const own = useId();
  const name = id ?? own;
  return (
    <span className={css.frame}>
      <input
        id={name}
        className={css.input}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        aria-label={label}
        onChange={(e) => {
          const files = [...(e.target.files ?? [])];
          e.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <label htmlFor={name} className={css.button} data-disabled={disabled || undefined}>
        <Upload size={14} aria-hidden />
        {label}
      </label>
    </span>
  );
}
