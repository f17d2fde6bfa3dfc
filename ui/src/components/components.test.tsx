import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { api } from '../api/client';
import { Problem } from '../api/problem';
import type { ApprovalItem } from '../api/types';
import { setLanguage, startLanguage } from '../i18n';
import { ApprovalBar } from './ApprovalBar';
import { DataTable } from './DataTable';
import { LegalClock } from './LegalClock';
import { gaugeScale, LtvGauge, ltvState } from './LtvGauge';
import { ProblemNote } from './ProblemNote';
import { StageBar } from './StageBar';

beforeAll(() => startLanguage('zh'));
afterEach(cleanup);

test('equal to a line is within it', () => {
  expect(ltvState(5000, 5000, 6250)).toBe('within');
  expect(ltvState(6250, 5000, 6250)).toBe('over');
  expect(ltvState(6251, 5000, 6250)).toBe('breach');
});

test('the scale of the gauge leaves room beyond what it shows', () => {
  expect(gaugeScale(1000, 1200)).toBe(2500);
  expect(gaugeScale(6902, 6250)).toBe(10000);
  expect(gaugeScale(13000, 6250)).toBe(15000);
});

test('the gauge says in one sentence what it draws', () => {
  render(<LtvGauge loanFen={45_000_000} valueFen={65_200_000} capBp={5000} triggerBp={6250} />);
  expect(screen.getByRole('img').getAttribute('aria-label')).toContain('质押率 69.02%：触发追加保证金');
});

test('the stage in progress is the current step, and a blocked one says so', () => {
  render(<StageBar stage="quality" blocked />);
  const current = screen.getAllByRole('listitem').find((li) => li.getAttribute('aria-current') === 'step');
  expect(current?.textContent).toContain('质量');
  expect(current?.textContent).toContain('受阻');
});

test('a clock tells days left, the last day, and days overdue', async () => {
  const clock = {
    name: '受理',
    rule: '',
    since: '2026-03-16',
    until: '2026-03-18',
    total: 3,
    state: 'running' as const,
  };
  const { rerender } = render(<LegalClock clock={{ ...clock, left: 2 }} />);
  expect(screen.getByText('剩 2 个工作日')).toBeTruthy();
  rerender(<LegalClock clock={{ ...clock, left: 0 }} />);
  expect(screen.getByText('今日到期')).toBeTruthy();
  await setLanguage('en');
  rerender(<LegalClock clock={{ ...clock, left: -1 }} />);
  expect(screen.getByText('1 working day overdue')).toBeTruthy();
  await setLanguage('zh');
});

test('arrow keys move between the links of rows and stop at the ends', () => {
  const rows = ['a', 'b', 'c'];
  render(
    <MemoryRouter>
      <DataTable
        label="rows"
        rows={rows}
        rowKey={(r) => r}
        to={(r) => `/${r}`}
        columns={[{ key: 'n', title: 'n', cell: (r) => r }]}
      />
    </MemoryRouter>,
  );
  const [a, b, c] = screen.getAllByRole('link');
  a?.focus();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press('ArrowDown');
  expect(document.activeElement).toBe(b);
  press('End');
  press('ArrowDown');
  expect(document.activeElement).toBe(c);
  press('Home');
  expect(document.activeElement).toBe(a);
});

test('a row that opens in place has a button, not a link', () => {
  const opened: string[] = [];
  render(
    <MemoryRouter>
      <DataTable
        label="rows"
        rows={['a']}
        rowKey={(r) => r}
        onOpen={(r) => opened.push(r)}
        columns={[{ key: 'n', title: 'n', cell: (r) => r }]}
      />
    </MemoryRouter>,
  );
  fireEvent.click(screen.getByRole('button'));
  expect(opened).toEqual(['a']);
});

test('a problem names the field by its label and keeps the path for who needs it', () => {
  const doc = { code: 'credit.certificate', detail_zh: '该凭证不能用于申请', field: 'body.certificate' };
  render(<ProblemNote error={new Problem(422, doc)} />);
  expect(screen.getByRole('alert').textContent).toContain('登记凭证 body.certificate');
});

test('while a request is carried out none of its buttons can be pressed', async () => {
  vi.spyOn(api, 'POST').mockReturnValue(new Promise(() => {}) as never);
  const item = {
    id: 'ap_1',
    state: 'pending',
    title: { zh: '放款', en: 'Disburse' },
    summary: { zh: '放款', en: 'Disburse' },
    maker: { user: 'a', name: '甲' },
    proposed_at: '2026-03-20T02:00:00Z',
    may_decide: true,
  } as unknown as ApprovalItem;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ApprovalBar item={item} me="b" />
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: /同\s?意/ }));
  await waitFor(() => {
    for (const b of screen.getAllByRole<HTMLButtonElement>('button')) expect(b.disabled).toBe(true);
  });
  vi.restoreAllMocks();
});
