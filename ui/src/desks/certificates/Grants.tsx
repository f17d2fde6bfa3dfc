import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { CertificateDetail } from '../../api/types';
import { Sheet, Tag } from '../../components/Page';
import { ProblemNote } from '../../components/ProblemNote';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import css from './Certificate.module.css';

/** Who may read more of an unpublished registration: seen by who gave the authorisation and by who has it. */
export function Grants({ c }: { c: CertificateDetail }) {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const query = useQuery({
    queryKey: ['grants', c.code],
    queryFn: () => body(api.GET('/api/v1/certificates/{code}/authorisations', { params: { path: { code: c.code } } })),
  });
  const revoke = useAct({
    run: (grant: string, key) =>
      body(
        api.POST('/api/v1/authorisations/{grant}/revoke', {
          params: { path: { grant }, header: { 'Idempotency-Key': key } },
        }),
      ),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  const mine = me.organisation?.uscc === c.holder.uscc && me.actions.includes('grant.manage');
  return (
    <Sheet title={t('grant.title')} aside={t('grant.why')}>
      <ul className={css.notes}>
        {items.map((g) => (
          <li key={g.id} data-over={!g.active || undefined}>
            <div className={css.noteHead}>
              <strong>{g.grantee_name}</strong>
              <Tag tone={g.active ? 'good' : undefined}>{t(g.active ? 'grant.active' : 'grant.over')}</Tag>
            </div>
            <p className="faint">
              {word('grantScope', g.scope)} · {t('deed.until')} {g.until}
            </p>
            {!mine && g.active && g.grantee === me.organisation?.uscc && (
              <p>
                <Link to={`/search?q=${c.code}`}>{t('search.read')}</Link>
              </p>
            )}
            {mine && g.active && (
              <div className={css.noteActs}>
                <Button size="small" loading={revoke.isPending} onClick={() => revoke.mutate(g.id)}>
                  {t('grant.revoke')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={revoke.error} />
    </Sheet>
  );
}
