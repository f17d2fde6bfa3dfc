import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, body } from '../../api/client';
import { Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Payload } from '../../components/Payload';
import { ProofPanel } from '../../components/ProofPanel';
import { useT } from '../../i18n';
import { checkFact } from '../../proof/checks';
import css from './Log.module.css';

/** Asks the register for one fact, or for the proof that there is none, and checks the answer in the browser. */
export default function FactPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const key = params.get('key') ?? '';
  const [typed, setTyped] = useState(key);
  return (
    <Page title={t('log.fact')} lead={t('log.factLead')}>
      <form
        className={css.ask}
        onSubmit={(e) => {
          e.preventDefault();
          if (typed.trim()) setParams({ key: typed.trim() });
        }}
      >
        <Input
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          aria-label={t('log.factKey')}
          spellCheck={false}
        />
        <Button type="primary" htmlType="submit">
          {t('log.factAsk')}
        </Button>
      </form>
      {key && <Fact name={key} />}
    </Page>
  );
}

function Fact({ name }: { name: string }) {
  const t = useT();
  const query = useQuery({
    queryKey: ['log', 'fact', name],
    queryFn: () => body(api.GET('/api/v1/log/fact', { params: { query: { key: name } } })),
  });
  return (
    <PageState query={query}>
      {(f) => (
        <>
          <ProofPanel
            subject={`${f.key} ${f.checkpoint}`}
            check={async () => ({
              steps: await checkFact({
                checkpoint: f.checkpoint,
                key: f.log_key,
                name: f.key,
                value: f.exists ? (f.value ?? '') : null,
                proof: f.proof,
              }),
            })}
          />
          <Sheet title={f.key} aside={t('log.asOf', { size: f.size })}>
            {f.exists ? (
              <Payload value={JSON.parse(f.value ?? 'null')} />
            ) : (
              <Tag tone="good">{t('log.factAbsent')}</Tag>
            )}
          </Sheet>
        </>
      )}
    </PageState>
  );
}
