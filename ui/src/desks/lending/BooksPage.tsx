import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { Page, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { Balances } from './Balances';
import { Journal } from './Journal';
import css from './Loan.module.css';

/** The organisation's own books: trial balance, journal, and the walk that checks them. */
export default function BooksPage() {
  const t = useT();
  const text = useText();
  const [checking, setChecking] = useState(false);
  const cursor = useCursor();
  const trial = useQuery({ queryKey: ['books', 'trial'], queryFn: () => body(api.GET('/api/v1/books/balances')) });
  const journal = useQuery({
    queryKey: ['books', 'journal', cursor.current],
    queryFn: () => body(api.GET('/api/v1/books/journal', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  const check = useQuery({
    queryKey: ['books', 'check'],
    queryFn: () => body(api.GET('/api/v1/books/check')),
    enabled: checking,
  });
  return (
    <Page
      title={t('nav.books')}
      lead={t('books.lead')}
      acts={
        <>
          <Button href="/api/v1/books/export?what=trial&format=xlsx" download>
            {t('books.exportTrial')}
          </Button>
          <Button href="/api/v1/books/export?what=journal&format=xlsx" download>
            {t('books.exportJournal')}
          </Button>
          <Button href="/api/v1/books/export?what=accounts&format=xlsx" download>
            {t('books.exportAccounts')}
          </Button>
          <Button loading={checking && check.isPending} onClick={() => setChecking(true)}>
            {t('books.check')}
          </Button>
        </>
      }
    >
      {check.data && (
        <p className={css.next} role="status">
          {t('books.checked', { count: check.data.entries })}
        </p>
      )}
      <ProblemNote error={check.error} />
      <PageState query={trial}>
        {(b) =>
          b.rows.length === 0 ? (
            <Empty title={t('books.empty')} />
          ) : (
            <>
              <Sheet title={t('books.trial')} flush>
                <Balances rows={b.rows} total={b} />
              </Sheet>
              <Sheet title={t('book.journal')} flush>
                <PageState query={journal}>
                  {(page) => (
                    <>
                      <Journal entries={page.items} names={new Map(b.rows.map((a) => [a.account, text(a.name)]))} />
                      <CursorPager cursor={cursor} next={page.next_cursor} />
                    </>
                  )}
                </PageState>
              </Sheet>
            </>
          )
        }
      </PageState>
    </Page>
  );
}
