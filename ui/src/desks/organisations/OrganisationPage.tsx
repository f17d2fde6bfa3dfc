import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Facts, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { dateTimeSeconds } from '../../format/date';
import { regionName } from '../../format/region';
import { useLanguage, useT } from '../../i18n';
import { KeyTable } from './KeyTable';
import { roleNames } from './roleNames';

/** One organisation: who admitted it, as what, and the public keys by which its commands are known. */
export default function OrganisationPage() {
  const t = useT();
  const lang = useLanguage();
  const { uscc = '' } = useParams();
  const query = useQuery({
    queryKey: ['organisation', uscc],
    queryFn: () => body(api.GET('/api/v1/organisations/{uscc}', { params: { path: { uscc } } })),
  });
  return (
    <PageState query={query}>
      {(o) => (
        <Page title={o.name} lead={<code>{o.uscc}</code>}>
          <Sheet title={t('org.facts')}>
            <Facts
              items={[
                [t('account.roles'), roleNames(o.roles, t)],
                [t('org.region'), regionName(o.region, lang)],
                [t('org.admittedBy'), <Party key="b" party={o.admitted_by} />],
                [t('org.admittedAt'), dateTimeSeconds(o.admitted_at)],
                [t('term.logIndex'), <Link key="i" to={`/log/${o.index}`}>{`#${o.index}`}</Link>],
                [t('org.keyKept'), t(o.hosted ? 'org.hosted' : 'org.ownKey')],
                o.code_region !== undefined &&
                  o.code_region !== '' && [t('org.codePart'), `${o.code_region} · ${o.code_digit ?? ''}`],
              ]}
            />
          </Sheet>
          <Sheet title={t('key.list')} aside={t('key.listWhy')} flush>
            <KeyTable keys={o.keys} />
          </Sheet>
        </Page>
      )}
    </PageState>
  );
}
