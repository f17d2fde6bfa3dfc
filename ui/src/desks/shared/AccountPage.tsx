import { roles } from '../../app/desks';
import { Columns, Facts, Page, Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { useMe, useName } from '../../session/session';
import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';
import { TokenList } from './TokenList';

/** My own account: who I am here, my password, where I am signed in, and tokens for programs. */
export default function AccountPage() {
  const t = useT();
  const me = useMe();
  const name = useName();
  const mine = roles.filter((r) => me.roles.includes(r)).map((r) => t(`role.${r}`));
  if (me.admin) mine.push(t('role.admin'));
  return (
    <Page title={t('nav.account')}>
      <Sheet title={me.name ?? ''}>
        <Facts
          items={[
            me.organisation && [t('account.org'), name(me.organisation)],
            me.organisation && [t('term.uscc'), <code key="u">{me.organisation.uscc}</code>],
            [t('account.roles'), mine.join(t('policy.comma'))],
          ]}
        />
      </Sheet>
      <Columns>
        <div>
          <TokenList />
          <SessionList />
        </div>
        <PasswordForm />
      </Columns>
    </Page>
  );
}
