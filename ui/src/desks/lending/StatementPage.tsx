import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { Money } from '../../components/Money';
import { Figure, Figures, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { Balances } from './Balances';
import { Journal } from './Journal';
import { Schedule } from './Schedule';
import type { Statement } from './types';

/** A loan in one's own books: balances, journal, and the schedule that they answer to. */
export default function StatementPage() {
  const { id = '' } = useParams();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['statement', id, cursor.current],
    queryFn: () =>
      body(
        api.GET('/api/v1/loans/{loan}/statement', {
          params: { path: { loan: id }, query: { cursor: cursor.current } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <PageState query={query}>
      {(s) => (
        <Shown s={s}>
          <CursorPager cursor={cursor} next={s.next_cursor} />
        </Shown>
      )}
    </PageState>
  );
}

function Shown({ s, children }: { s: Statement; children: React.ReactNode }) {
  const t = useT();
  const text = useText();
  const names = new Map(s.balances.map((b) => [b.account, text(b.name)]));
  return (
    <Page
      title={`${t('book.title')} · ${s.loan.title || s.loan.certificate}`}
      lead={
        <>
          <Link to={`/loans/${s.loan.id}`}>
            <code>{s.loan.id}</code>
          </Link>
          {t('book.lead', { date: s.as_of })}
        </>
      }
      acts={<Button onClick={() => window.print()}>{t('report.print')}</Button>}
    >
      <Figures>
        <Figure name={t('loan.balance')}>
          <Money fen={s.loan.outstanding_fen} />
        </Figure>
        <Figure name={t('book.accrued')} note={s.accrued_to ? t('book.accruedTo', { date: s.accrued_to }) : undefined}>
          <Money fen={s.accrued.interest_fen} />
        </Figure>
        <Figure name={t('book.paidPrincipal')}>
          <Money fen={s.paid.principal_fen} />
        </Figure>
        <Figure name={t('loan.margin')}>
          <Money fen={s.margin_fen} />
        </Figure>
      </Figures>
      <Sheet title={t('book.balances')} flush>
        <Balances rows={s.balances} />
      </Sheet>
      <Sheet title={t('book.journal')} flush>
        <Journal entries={s.entries} names={names} />
        {children}
      </Sheet>
      <Sheet title={t('loan.schedule')} flush>
        <Schedule lines={s.schedule} />
      </Sheet>
    </Page>
  );
}
