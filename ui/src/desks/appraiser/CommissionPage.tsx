import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Facts, Page, Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { Bench } from './Bench';
import { stateTone } from './CommissionTable';
import { EndDialog } from './EndDialog';
import type { Commission } from './types';

/** A commission: the appraiser's bench, or for who asked and the holder what has become of it. */
export default function CommissionPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['commission', id],
    queryFn: () => body(api.GET('/api/v1/commissions/{commission}', { params: { path: { commission: id } } })),
  });
  return <PageState query={query}>{(c) => <Shown key={`${c.id} ${c.state}`} c={c} />}</PageState>;
}

function Shown({ c }: { c: Commission }) {
  const t = useT();
  const me = useMe();
  const mine = me.organisation?.uscc;
  const works = c.appraiser.uscc === mine;
  const [ending, setEnding] = useState<'decline' | 'cancel'>('cancel');
  const dialog = useRef<HTMLDialogElement>(null);
  const end = (way: 'decline' | 'cancel') => {
    setEnding(way);
    dialog.current?.showModal();
  };
  return (
    <Page
      title={c.title || c.certificate}
      lead={
        <>
          <code>{c.id}</code>
          <Tag tone={stateTone[c.state]}>{t(`commissionState.${c.state}`)}</Tag>
        </>
      }
      acts={
        <>
          {c.state === 'open' && c.client.uscc === mine && (
            <Button onClick={() => end('cancel')}>{t('commission.cancel')}</Button>
          )}
          {c.state === 'open' && works && <Button onClick={() => end('decline')}>{t('commission.decline')}</Button>}
          {c.valuation && (
            <Button type="primary" href={`/reports/${c.valuation}`}>
              {t('commission.openReport')}
            </Button>
          )}
        </>
      }
    >
      <Sheet title={t('nav.commissions')}>
        <Facts
          items={[
            [t('commission.client'), <Party key="c" party={c.client} />],
            c.holder.uscc !== c.client.uscc && [t('commission.holder'), <Party key="h" party={c.holder} />],
            !works && [t('commission.appraiser'), <Party key="a" party={c.appraiser} />],
            [
              t('term.certificateCode'),
              <Link key="k" to={`/certificates/${c.certificate}`}>
                <code>{c.certificate}</code>
              </Link>,
            ],
            [t('commission.purpose'), t(`purpose.${c.purpose}`)],
            [
              t('commission.everyDays'),
              c.update_every_days === 0
                ? t('commission.onDemand')
                : t('commission.days', { count: c.update_every_days }),
            ],
            [t('commission.since'), civilDate(c.created_at)],
            c.note !== '' && [t('commission.note'), c.note],
          ]}
        />
      </Sheet>
      {c.reason && <p>{t('commission.endedFor', { reason: c.reason })}</p>}
      {works && (c.state === 'open' || c.state === 'submitted') && <Bench commission={c} />}
      {!works && c.state === 'open' && <Empty title={t('commission.waiting')} />}
      {!works && c.state === 'submitted' && <Empty title={t('commission.waitingCheck')} />}
      <EndDialog ref={dialog} commission={c.id} way={ending} />
    </Page>
  );
}
