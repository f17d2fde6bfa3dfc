import { Button } from 'antd';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link, useNavigate } from 'react-router';
import type { Case } from '../../api/types';
import { Sheet, Tag } from '../../components/Page';
import { dateTime } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';
import { ActDialog } from './ActDialog';
import { type Act, actActions, isAct } from './acts';
import css from './Form.module.css';

/** The acts that carry a case forward stand first; those that end or slow it follow. */
const order: readonly Act[] = [
  'consent',
  'accept',
  'review',
  'post',
  'deposit',
  'issue',
  'conclude',
  'resubmit',
  'correct',
  'extend',
  'object',
  'decline',
  'withdraw',
];

/** Acts that stand with the objection they are about, further down. */
const objected: readonly string[] = ['notify', 'answer', 'resolve'];

/** What our organisation can do with the case now, and what of it waits for a second person. */
export function CaseActs({ c }: { c: Case }) {
  const t = useT();
  const text = useText();
  const me = useMe();
  const word = useWord();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const [act, setAct] = useState<Act>('accept');
  // A registrar concludes objections; it files those of strangers from its own list of them.
  const ours = c.registrar.uscc === me.organisation?.uscc;
  const mine = order.filter(
    (a) => c.acts.includes(a) && me.actions.includes(actActions[a]) && !(ours && a === 'object'),
  );
  if (c.access !== 'party' && mine.length === 0) return null;
  const open = (a: Act) => {
    if (a === 'resubmit') return navigate(`/enterprise/cases/${c.id}/resubmit`);
    if (a === 'review') return navigate(`/cases/${c.id}/review`);
    flushSync(() => setAct(a)); // each act has a dialog of its own, which must be there to be shown
    dialog.current?.showModal();
  };
  return (
    <Sheet title={t('case.next')}>
      {c.pending.map((p) => (
        <p key={p.id}>
          <Tag tone="warn">{t('case.pending')}</Tag> <Link to={`/approvals/${p.id}`}>{text(p.summary)}</Link>{' '}
          <span className="faint">
            {p.maker} {dateTime(p.at)}
          </span>
        </p>
      ))}
      {mine.length === 0 && c.pending.length === 0 && (
        <p className="faint">{t(c.acts.some((a) => objected.includes(a)) ? 'case.nextObjection' : 'case.nextNone')}</p>
      )}
      {mine.length > 0 && (
        <div className={css.foot}>
          {mine.map((a, i) => (
            <Button key={a} type={i === 0 && c.pending.length === 0 ? 'primary' : 'default'} onClick={() => open(a)}>
              {word('act', a)}
            </Button>
          ))}
        </div>
      )}
      {isAct(act) && <ActDialog key={act} ref={dialog} c={c} act={act} />}
    </Sheet>
  );
}
