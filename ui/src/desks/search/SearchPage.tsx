import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/Page';
import { useT } from '../../i18n';
import { Certified } from './Certified';
import { sought } from './kind';
import { Registration } from './Registration';
import css from './Search.module.css';

/** A search by number: of a certificate, a data asset or a holder. How much is shown depends on who asks. */
export default function SearchPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const asked = params.get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  const found = sought(asked);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (typed.trim()) setParams({ q: typed.trim() });
  };
  return (
    <Page title={t('search.title')} lead={t('search.lead')}>
      <form className={css.ask} onSubmit={submit}>
        <Input
          id="q"
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          aria-label={t('search.number')}
          placeholder={t('search.number')}
          maxLength={40}
          spellCheck={false}
        />
        <Button type="primary" htmlType="submit">
          {t('search.ask')}
        </Button>
      </form>
      {asked && !found && (
        <p className={css.unknown} role="alert">
          {t('search.unknown')}
        </p>
      )}
      {found?.kind === 'certificate' && <Registration key={found.value} code={found.value} />}
      {found && found.kind !== 'certificate' && <Certified kind={found.kind} value={found.value} />}
    </Page>
  );
}
