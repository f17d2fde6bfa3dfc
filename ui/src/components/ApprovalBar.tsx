import { Button, Input } from 'antd';
import { useState } from 'react';
import { useAct } from '../api/act';
import { api, body } from '../api/client';
import type { ApprovalItem } from '../api/types';
import { dateTime } from '../format/date';
import { useT } from '../i18n';
import { useText } from '../i18n/text';
import css from './ApprovalBar.module.css';
import { ProblemNote } from './ProblemNote';

type Decision = { act: 'approve' } | { act: 'reject' | 'withdraw'; reason: string };

function decide(id: string, d: Decision, key: string) {
  const params = { path: { approval: id }, header: { 'Idempotency-Key': key } };
  if (d.act === 'approve') return body(api.POST('/api/v1/approvals/{approval}/approve', { params }));
  const with_ = { params, body: { reason: d.reason } };
  if (d.act === 'reject') return body(api.POST('/api/v1/approvals/{approval}/reject', with_));
  return body(api.POST('/api/v1/approvals/{approval}/withdraw', with_));
}

/** Maker–checker: one person proposed, another of the same organisation decides. Says why when the reader may not. */
export function ApprovalBar({ item, me }: { item: ApprovalItem; me: string }) {
  const t = useT();
  const text = useText();
  const [asking, setAsking] = useState<'reject' | 'withdraw' | null>(null);
  const [reason, setReason] = useState('');
  const act = useAct({ run: (d: Decision, key) => decide(item.id, d, key), onDone: () => setAsking(null) });
  const own = item.maker.user === me;
  return (
    <section className={css.bar} data-state={item.state} aria-label={text(item.title)}>
      <div className={css.text}>
        <p className={css.head}>
          <span className={css.state}>{t(`approval.${item.state}`)}</span>
          {text(item.summary)}
        </p>
        <p className={css.who}>
          {t('approval.proposedBy', { who: item.maker.name, when: dateTime(item.proposed_at) })}
          {item.checker && item.decided_at && ` · ${item.checker.name} ${dateTime(item.decided_at)}`}
          {item.reason && ` · ${item.reason}`}
        </p>
        {item.state === 'pending' && own && <p className={css.who}>{t('approval.needsOther')}</p>}
        {item.trouble && (
          <p className={css.trouble} role="alert">
            {t('approval.trouble')} {text(item.trouble)}{' '}
            {text({ zh: item.trouble.hint_zh ?? '', en: item.trouble.hint_en ?? '' })} <code>{item.trouble.code}</code>
          </p>
        )}
      </div>
      {!asking && (
        <div className={css.acts}>
          {item.may_withdraw && (
            <Button disabled={act.isPending} onClick={() => setAsking('withdraw')}>
              {t('approval.withdraw')}
            </Button>
          )}
          {item.may_decide && (
            <Button disabled={act.isPending} onClick={() => setAsking('reject')}>
              {t('approval.reject')}
            </Button>
          )}
          {(item.may_decide || item.may_retry) && (
            <Button
              type="primary"
              loading={act.isPending}
              disabled={act.isPending}
              onClick={() => act.mutate({ act: 'approve' })}
            >
              {t(item.may_retry ? 'approval.retry' : 'approval.approve')}
            </Button>
          )}
        </div>
      )}
      {asking && (
        <form
          className={css.acts}
          onSubmit={(e) => {
            e.preventDefault();
            act.mutate({ act: asking, reason: reason.trim() });
          }}
        >
          <Input
            autoFocus
            value={reason}
            onChange={(e) => setReason(e.target.value)}
            onKeyDown={(e) => e.key === 'Escape' && setAsking(null)}
            aria-label={t('approval.reason')}
            placeholder={t('approval.reasonMissing')}
            maxLength={200}
          />
          <Button danger htmlType="submit" disabled={!reason.trim() || act.isPending} loading={act.isPending}>
            {t(`approval.${asking}`)}
          </Button>
        </form>
      )}
      {Boolean(act.error) && (
        <div className={css.problem}>
          <ProblemNote error={act.error} />
        </div>
      )}
    </section>
  );
}
