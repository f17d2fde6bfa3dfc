import { ChevronRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'react-router';
import { Sheet } from '../../components/Page';
import { type MessageKey, useT } from '../../i18n';
import { useMe } from '../../session/session';
import css from './Deed.module.css';
import { DeedDialog } from './DeedDialog';
import type { Deed } from './deed';

/** A deed with a page of its own, for forms that a dialog cannot hold. */
export interface DeedLink {
  name: string;
  title: MessageKey;
  note: MessageKey;
  action: string;
  to: string;
  closed?: string | undefined;
}

/** What can be asked for here, one line each with what it brings about; nothing that the reader may not do. */
export function Deeds({ title, deeds }: { title: string; deeds: readonly (Deed | DeedLink)[] }) {
  const t = useT();
  const me = useMe();
  const mine = deeds.filter((d) => me.actions.includes(d.action));
  const { open, dialog } = useDeed();
  if (mine.length === 0) return null;
  return (
    <div className={css.first}>
      <Sheet title={title} flush>
        <ul className={css.deeds}>
          {mine.map((d) => (
            <li key={d.name}>
              {d.closed !== undefined ? (
                <div className={css.deed} data-closed>
                  <strong>{t(d.title)}</strong>
                  <span>{d.closed}</span>
                </div>
              ) : 'to' in d ? (
                <Link className={css.deed} to={d.to}>
                  <strong>{t(d.title)}</strong>
                  <span>{t(d.note)}</span>
                  <ChevronRight size={16} aria-hidden />
                </Link>
              ) : (
                <button type="button" className={css.deed} onClick={() => open(d)}>
                  <strong>{t(d.title)}</strong>
                  <span>{t(d.note)}</span>
                  <ChevronRight size={16} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
        {dialog}
      </Sheet>
    </div>
  );
}

/** Opens the dialogs of deeds: put `dialog` on the page and call `open` with one. */
export function useDeed() {
  const ref = useRef<HTMLDialogElement>(null);
  const [deed, setDeed] = useState<Deed | null>(null);
  const open = (d: Deed) => {
    flushSync(() => setDeed(d)); // each deed has a form of its own, which must be there to be shown
    ref.current?.showModal();
  };
  return { open, dialog: deed && <DeedDialog key={deed.name} ref={ref} deed={deed} /> };
}
