import { ConfigProvider } from 'antd';
import { X } from 'lucide-react';
import { type ReactNode, type Ref, useId, useImperativeHandle, useRef } from 'react';
import { useT } from '../i18n';
import css from './Dialog.module.css';

interface Props {
  ref: Ref<HTMLDialogElement>;
  title: string;
  /** Runs when it closes by any way. */
  onClose?: () => void;
  children: ReactNode;
}

/** The browser's own dialog: it keeps the focus, closes on Escape, and gives the focus back. Open it with showModal. */
export function Dialog({ ref, title, onClose, children }: Props) {
  const t = useT();
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useImperativeHandle(ref, () => box.current as HTMLDialogElement);
  return (
    <dialog ref={box} className={css.dialog} aria-labelledby={heading} onClose={onClose}>
      <div className={css.head}>
        <h2 id={heading}>{title}</h2>
        <button type="button" className={css.close} aria-label={t('dialog.close')} onClick={() => box.current?.close()}>
          <X size={18} aria-hidden />
        </button>
      </div>
      {/* Lists of choices must open inside: what is outside a modal dialog is behind it. */}
      <ConfigProvider getPopupContainer={() => box.current ?? document.body}>
        <div className={css.body}>{children}</div>
      </ConfigProvider>
    </dialog>
  );
}
