import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Figure, Figures, Sheet } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { percent } from '../../format/money';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Pictures.module.css';

/** The lender's view beside the appraiser's value: what a forced sale would bring, by the bank's own parameters. */
export function LenderSheet({ report }: { report: string }) {
  const t = useT();
  const text = useText();
  const [typed, setTyped] = useState<string>();
  const view = useMutation({
    mutationFn: (yaml: string) =>
      body(
        api.POST('/api/v1/reports/{report}/lender', {
          params: { path: { report } },
          body: { text: yaml },
        }),
      ),
    onSuccess: (l) => setTyped(l.text),
  });
  const v = view.data?.view;
  return (
    <Sheet title={t('lender.title')} aside={t('lender.why')}>
      <div className={css.stack}>
        {v && (
          <>
            <Figures>
              <Figure name={t('lender.forced')}>
                <Money fen={v.forced_fen} />
              </Figure>
              <Figure name={t('lender.prudent')}>
                <Money fen={v.prudent_fen} />
              </Figure>
              <Figure name={t('lender.rate')} note={t('lender.rateWhy')}>
                {percent(v.pledge_bp)}
              </Figure>
              <Figure name={t('lender.loan')}>
                <Money fen={v.loan_fen} />
              </Figure>
            </Figures>
            <DataTable
              label={t('lender.title')}
              rows={v.lines}
              rowKey={(l) => l.key}
              columns={[
                { key: 'step', title: t('value.step'), cell: (l) => text(l.label) },
                { key: 'formula', title: t('value.formula'), cell: (l) => l.formula },
                { key: 'result', title: t('value.result'), end: true, cell: (l) => l.result },
              ]}
            />
          </>
        )}
        {typed !== undefined && (
          <textarea
            className={css.parameters}
            aria-label={t('lender.parameters')}
            value={typed}
            spellCheck={false}
            onChange={(e) => setTyped(e.target.value)}
          />
        )}
        <ProblemNote error={view.error} />
        <p className={`${css.choose} no-print`}>
          <Button loading={view.isPending} onClick={() => view.mutate(typed ?? '')}>
            {t(typed === undefined ? 'lender.show' : 'lender.again')}
          </Button>
        </p>
      </div>
    </Sheet>
  );
}
