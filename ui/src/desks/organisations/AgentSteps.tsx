import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { api, body } from '../../api/client';
import { Command } from '../../components/Command';
import { useT } from '../../i18n';
import css from './Organisations.module.css';

/** From a machine beside the data to a daily heartbeat, in four steps; the commands are ready to be copied. */
export function AgentSteps({ form, uscc }: { form: ReactNode; uscc: string }) {
  const t = useT();
  const [code, setCode] = useState('');
  const query = useQuery({
    queryKey: ['certificates', 'of', uscc],
    queryFn: () => body(api.GET('/api/v1/certificates', { params: { query: { holder: uscc, limit: 100 } } })),
  });
  const mine = query.data?.items ?? [];
  const chosen = code || mine[0]?.code || 'SJ…';
  const parts = [
    'shurong agent once --source data.csv',
    `--certificate ${chosen} --key agent.key`,
    `--node ${location.origin}`,
  ];
  const once = parts.join(' \\\n  ');
  return (
    <ol className={css.steps}>
      <li>
        <p>{t('agent.step1')}</p>
        <Command text="shurong agent keygen agent.key" />
      </li>
      <li>
        <p>{t('agent.step2')}</p>
        {form}
      </li>
      <li>
        <p>{t('agent.step3')}</p>
        {mine.length > 0 && (
          <div className={css.choice}>
            <label htmlFor="agent-certificate">{t('term.certificate')}</label>
            <Select
              id="agent-certificate"
              value={chosen}
              onChange={setCode}
              options={mine.map((c) => ({ value: c.code, label: `${c.code} ${c.title}` }))}
            />
          </div>
        )}
        <Command text={`${once} --preview`} />
        <Command text={once} />
      </li>
      <li>
        <p>{t('agent.step4')}</p>
        <Command text={`30 2 * * * ${parts.join(' ')}`} />
      </li>
    </ol>
  );
}
