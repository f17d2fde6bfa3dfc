import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { CertificateDetail } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { Money } from '../../components/Money';
import { Columns, Facts, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { dateTime } from '../../format/date';
import { useLanguage, useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { Deeds } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import {
  compelDeed,
  endObjectionDeed,
  expireDeed,
  objectDeed,
  pledgeeDeeds,
  releaseDeed,
  type Security,
} from '../deeds/lienDeeds';
import { LienRecords } from './LienRecords';
import css from './Liens.module.css';
import { Standing } from './Standing';

/** A lien as the register holds it: what it is worth today, its rank among others, and what each side can do with it. */
export default function LienRegisterPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['security', id],
    queryFn: async () => {
      const lien = await body(api.GET('/api/v1/liens/{lien}/security', { params: { path: { lien: id } } }));
      const params = { path: { code: lien.certificate } };
      return { lien, certificate: await body(api.GET('/api/v1/certificates/{code}', { params })) };
    },
  });
  return <PageState query={query}>{(d) => <Shown l={d.lien} c={d.certificate} />}</PageState>;
}

function Shown({ l, c }: { l: Security; c: CertificateDetail }) {
  const t = useT();
  const word = useWord();
  return (
    <Page
      title={`${t('lien.register')} · ${c.title || l.certificate}`}
      lead={
        <>
          <code>{l.lien}</code>
          <Tag>{word('lienStatus', l.status)}</Tag>
          <Tag>{t(l.notice ? 'lien.notice' : 'lien.agreed')}</Tag>
        </>
      }
    >
      <Standing l={l} />
      <Columns weave>
        <div>
          <Sheet title={t('lien.register')}>
            <Facts
              items={[
                [t('certificate.secured'), <Money key="m" fen={l.secured_fen} />],
                [t('term.pledgee'), <Party key="e" party={{ uscc: l.pledgee, name: l.pledgee_name }} code />],
                [t('term.pledgor'), <Party key="o" party={{ uscc: l.pledgor, name: l.pledgor_name }} code />],
                l.owner !== l.pledgor && [
                  t('lien.owner'),
                  <Party key="w" party={{ uscc: l.owner, name: l.owner_name }} code />,
                ],
                [
                  t('term.certificateCode'),
                  <Link key="c" to={`/certificates/${l.certificate}`}>
                    <code>{l.certificate}</code>
                  </Link>,
                ],
                l.term !== undefined && [t('lien.term'), l.term],
                l.filing_no !== undefined && [t('term.filingNo'), <code key="f">{l.filing_no}</code>],
                l.ip_no !== undefined && [t('deed.ipNo'), <code key="p">{l.ip_no}</code>],
                [t('notice.at'), dateTime(l.filed_at)],
                [
                  t('term.logIndex'),
                  <Link key="i" to={`/log/${l.index}`}>
                    #{l.index}
                  </Link>,
                ],
              ]}
            />
          </Sheet>
          <Ranks l={l} c={c} />
          <LienRecords l={l} registrar={c.registrar.uscc} />
        </div>
        <div>
          <LienDeeds l={l} c={c} />
        </div>
      </Columns>
    </Page>
  );
}

/** All live liens on the certificate in the order of their rank. */
function Ranks({ l, c }: { l: Security; c: CertificateDetail }) {
  const t = useT();
  const word = useWord();
  if (c.liens.length === 0) return null;
  return (
    <Sheet title={t('lien.ranks')} flush>
      <DataTable
        label={t('lien.ranks')}
        rows={c.liens}
        rowKey={(x) => x.id}
        to={(x) => `/liens/${x.id}/register`}
        columns={[
          { key: 'rank', title: t('term.lienRank'), cell: (x) => x.rank, tight: true },
          { key: 'pledgee', title: t('term.pledgee'), cell: (x) => <Party party={x.pledgee} /> },
          { key: 'secured', title: t('certificate.secured'), cell: (x) => <Money fen={x.secured_fen} />, end: true },
          { key: 'status', title: t('case.status'), cell: (x) => word('lienStatus', x.status), tight: true },
          {
            key: 'this',
            title: '',
            cell: (x) => x.id === l.lien && <Tag tone="primary">{t('lien.mine')}</Tag>,
            tight: true,
          },
        ]}
      />
    </Sheet>
  );
}

const securityQuery = (lien: string) => ({
  queryKey: ['security', 'of', lien],
  queryFn: () => body(api.GET('/api/v1/liens/{lien}/security', { params: { path: { lien } } })),
});

const live = ['proposed', 'accepted', 'effective', 'enforcing'];

function LienDeeds({ l, c }: { l: Security; c: CertificateDetail }) {
  const t = useT();
  const lang = useLanguage();
  const org = useMe().organisation?.uscc;
  const ahead = c.liens.find((x) => x.rank === l.rank - 1);
  const query = useQuery({ ...securityQuery(ahead?.id ?? ''), enabled: org === l.pledgee && ahead !== undefined });
  const yielded = query.data?.yields?.behind === l.lien;
  const deeds: Deed[] = [];
  const standing = l.status === 'effective' || l.status === 'enforcing';
  if (org === l.pledgee && standing && l.today.why !== 'expired')
    deeds.push(...pledgeeDeeds(l, c.liens, lang, yielded ? undefined : t('lien.notYielded')));
  if (org === l.pledgee && l.notice && (standing || l.status === 'expired')) deeds.push(releaseDeed(l.lien));
  if ((org === l.pledgor || org === l.owner) && standing) {
    const mine = l.objections.some((o) => o.by === org && !o.ended_on);
    deeds.push(mine ? endObjectionDeed(l.lien) : objectDeed(l.lien));
  }
  if (org === c.registrar.uscc && live.includes(l.status)) deeds.push(compelDeed(l.lien));
  if (live.includes(l.status) && l.today.why === 'expired' && org && [l.pledgee, l.pledgor, l.owner].includes(org)) {
    deeds.push(expireDeed(l.lien));
  }
  return (
    <>
      {yielded && ahead && (
        <p className={css.offer} role="status">
          {t('lien.offered', { who: ahead.pledgee.name, on: query.data?.yields?.on ?? '' })}
        </p>
      )}
      <Deeds title={t('deed.can')} deeds={deeds} />
    </>
  );
}
