import { Button, Input } from 'antd';
import { useState } from 'react';
import { dateTime } from '../format/date';
import { useT } from '../i18n';
import css from './ApprovalBar.module.css';
import { ProblemNote } from './ProblemNote';

export interface Proposal {
  id: string;
  /** What is proposed, in the reader's language. */
  summary: string;
  makerId: string;
  makerName: string;
  proposedAt: string;
  state: 'pending' | 'approved' | 'rejected';
  checkerName?: string;
  decidedAt?: string;
  reason?: string;
}

interface Props {
  proposal: Proposal;
  /** The user who looks at it. The maker sees the bar but cannot decide. */
  me: string;
  mayDecide: boolean;
  onApprove: () => void;
  onReject: (reason: string) => void;
  busy?: boolean;
  error?: unknown;
}

/** Maker–checker: one person proposed, another of the same organisation decides. */
export function ApprovalBar({ proposal: p, me, mayDecide, onApprove, onReject, busy, error }: Props) {
  const t = useT();
  const [returning, setReturning] = useState(false);
  const [reason, setReason] = useState('');
  const own = p.makerId === me;
  const pending = p.state === 'pending';
  return (
    <section className={css.bar} data-state={p.state} aria-label={t('approval.pending')}>
      <div className={css.text}>
        <p className={css.head}>
          <span className={css.state}>{t(`approval.${p.state}`)}</span>
          {p.summary}
        </p>
        <p className={css.who}>
          {t('approval.proposedBy', { who: p.makerName, when: dateTime(p.proposedAt) })}
          {p.checkerName && p.decidedAt && ` · ${p.checkerName} ${dateTime(p.decidedAt)}`}
          {p.reason && ` · ${p.reason}`}
        </p>
        {pending && own && <p className={css.who}>{t('approval.needsOther')}</p>}
      </div>
      {pending && mayDecide && !own && !returning && (
        <div className={css.acts}>
          <Button onClick={() => setReturning(true)} disabled={busy}>
            {t('approval.reject')}
          </Button>
          <Button type="primary" onClick={onApprove} loading={busy}>
            {t('approval.approve')}
          </Button>
        </div>
      )}
      {returning && (
        <form
          className={css.acts}
          onSubmit={(e) => {
            e.preventDefault();
            if (reason.trim()) onReject(reason.trim());
          }}
        >
          <Input
            autoFocus
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            aria-label={t('approval.reason')}
            placeholder={t('approval.reasonMissing')}
            maxLength={200}
          />
          <Button danger htmlType="submit" disabled={!reason.trim()} loading={busy}>
            {t('approval.reject')}
          </Button>
        </form>
      )}
      {Boolean(error) && (
        <div className={css.problem}>
          <ProblemNote error={error} />
        </div>
      )}
    </section>
  );
}
