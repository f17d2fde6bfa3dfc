import { useQuery } from '@tanstack/react-query';
import { InputNumber } from 'antd';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Sheet, Tag } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { percent } from '../../format/money';
import { useT } from '../../i18n';
import { Evidence } from './CheckEvidence';
import css from './Loan.module.css';
import type { Assessment } from './types';

const tone = { pass: 'good', warn: 'warn', fail: 'seal' } as const;

/** What a lender looks at before it decides: how the limit comes about, and each check with what was seen. */
export function AssessmentSheet({
  application,
  given,
  decided,
}: {
  application: string;
  given: Assessment;
  decided: boolean;
}) {
  const t = useT();
  const [cap, setCap] = useState<number | null>(null);
  const query = useQuery({
    queryKey: ['assessment', application, cap],
    queryFn: () =>
      body(
        api.GET('/api/v1/applications/{application}/assessment', {
          params: { path: { application }, query: { cap_bp: Math.round((cap ?? 0) * 100) } },
        }),
      ),
    enabled: cap !== null && cap > 0,
  });
  const a = (cap ? query.data : undefined) ?? given;
  return (
    <Sheet
      title={t('credit.assessment')}
      aside={t(decided ? 'credit.atDecision' : 'credit.assessedOn', { date: a.as_of })}
      flush
    >
      <div className={css.limit}>
        <p className={css.formula}>
          <small>{t('credit.limit')}</small>
          <strong>
            <Money fen={a.limit_fen} />
          </strong>
          <small>
            = min( <Money fen={a.requested_fen} bare /> , {percent(a.cap_bp)} × <Money fen={a.value_fen} bare /> )
          </small>
        </p>
        <p className="faint small">{t('credit.limitRule')}</p>
        {!decided && (
          <div className={css.try}>
            <span aria-hidden="true">{t('credit.capTry')}</span>{' '}
            <InputNumber
              aria-label={t('credit.capTry')}
              min={1}
              max={50}
              step={1}
              value={cap ?? given.cap_bp / 100}
              onChange={setCap}
              size="small"
            />
          </div>
        )}
        <ProblemNote error={query.error} />
        <p>
          <Tag tone={a.blocking.length > 0 ? 'seal' : 'good'}>
            {t(a.blocking.length > 0 ? 'credit.blocked' : 'credit.clear')}
          </Tag>
        </p>
      </div>
      <DataTable
        label={t('credit.assessment')}
        rows={a.checks}
        rowKey={(c) => c.code}
        tone={(c) => (c.result === 'fail' ? 'seal' : c.result === 'warn' ? 'warn' : undefined)}
        columns={[
          {
            key: 'check',
            title: t('credit.check'),
            cell: (c) => (
              <span>
                {t(`check.${c.code}`)}
                <br />
                <span className="faint small">{t(`checkRule.${c.code}`)}</span>
              </span>
            ),
          },
          {
            key: 'result',
            title: t('credit.result'),
            cell: (c) => <Tag tone={tone[c.result]}>{t(`checkResult.${c.result}`)}</Tag>,
            tight: true,
          },
          { key: 'evidence', title: t('credit.evidence'), cell: (c) => <Evidence check={c} /> },
        ]}
      />
    </Sheet>
  );
}
