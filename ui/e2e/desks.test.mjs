// The appraiser's, the lender's, the borrower's and the regulator's desks over the worked example: every page is looked at, in both
// languages and widths, light and dark.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, settle } from './browser.mjs';
import { otherWays, stage, ways } from './journey.mjs';

const s = stage();

/** Follows the row of the page's first table that has a text. */
async function openRow(page, text) {
  await page.locator('tr', { hasText: text }).locator('[data-row-link]').first().click();
  await page.waitForURL((u) => u.pathname.split('/').length > 2);
  await settle(page);
}

const failed = { zh: '追加保证金逾期未补足', en: 'Margin call not cured in time' };
const rank = { zh: '顺位', en: 'Rank' };

for (const way of ways) {
  test(`a bank goes from its work list to a loan in default, its pledge, contract and books (${way.name})`, async () => {
    const page = await s.as('bank', way);
    await inspect(page, `bank-work-${way.name}`);
    await s.go(page, '/loans');
    await inspect(page, `loans-${way.name}`);
    await openRow(page, failed[way.language]);
    await page.locator('main figure div[role=img] svg').first().waitFor(); // the chart is loaded when it is drawn
    await inspect(page, `loan-${way.name}`);
    const loan = new URL(page.url()).pathname;
    await s.go(page, `${loan}/statement`);
    await inspect(page, `statement-${way.name}`);
    await s.go(page, loan);
    await page.locator('a[href^="/liens/"]').first().click();
    await page.waitForURL('**/liens/*');
    await settle(page);
    await page.getByText(rank[way.language], { exact: true }).first().waitFor();
    await inspect(page, `lien-${way.name}`);
    await s.go(page, '/applications');
    await inspect(page, `applications-${way.name}`);
    await page.locator('[data-row-link]').first().click();
    await page.waitForURL('**/applications/*');
    await settle(page);
    await inspect(page, `application-${way.name}`);
    await s.go(page, loan.replace('loans', 'contracts'));
    await inspect(page, `contract-${way.name}`);
    await s.go(page, '/books');
    await inspect(page, `books-${way.name}`);
    await page.context().close();
  });
}

for (const way of otherWays) {
  test(`an appraiser has work, commissions and reports (${way.name})`, async () => {
    const page = await s.as('appraiser', way);
    await inspect(page, `appraiser-work-${way.name}`);
    await s.go(page, '/commissions');
    await inspect(page, `commissions-${way.name}`);
    await s.go(page, '/reports');
    await page.locator('[data-row-link]').first().click();
    await page.waitForURL('**/reports/*');
    await settle(page);
    await inspect(page, `report-${way.name}`);
    await page.context().close();
  });
}

for (const way of ways) {
  test(`a regulator sees the field and the list (${way.name})`, async () => {
    const page = await s.as('regulator', way);
    await inspect(page, `regulator-${way.name}`);
    for (const path of ['/sanctions', '/regulator/disputes', '/regulator/heartbeats']) {
      await s.go(page, path);
      await inspect(page, `${path.slice(1).replace('/', '-')}-${way.name}`);
    }
    await page.context().close();
  });
}

for (const way of otherWays) {
  test(`a borrower sees what waits and what it owes (${way.name})`, async () => {
    const page = await s.as('data company', way);
    await s.go(page, '/enterprise/work');
    await inspect(page, `borrower-work-${way.name}`);
    await s.go(page, '/loans');
    await page.locator('[data-row-link]').first().click();
    await page.waitForURL('**/loans/*');
    await settle(page);
    await inspect(page, `borrower-loan-${way.name}`);
    await s.go(page, '/applications/new');
    await inspect(page, `apply-${way.name}`);
    await page.context().close();
  });
}

test('a report is checked against the log in the browser', async () => {
  const page = await s.as('appraiser', { language: 'en' });
  await s.go(page, '/reports');
  await page.locator('[data-row-link]').first().click();
  await page.waitForURL('**/reports/*');
  await settle(page);
  await page.getByRole('button', { name: 'Check against the register' }).click();
  await page.getByText('Verified', { exact: true }).waitFor();
  assert.equal(await page.locator('li[data-mark=ok]').count(), 4);
  await page.context().close();
});

test('the value chart has its numbers as a table', async () => {
  const page = await s.as('bank', { language: 'en' });
  await s.go(page, '/loans');
  await openRow(page, failed.en);
  await page.getByRole('button', { name: 'Show as table' }).click();
  assert.ok((await page.locator('figure table tbody tr').count()) > 1);
  await page.context().close();
});

test('books are walked on request', async () => {
  const page = await s.as('bank', { language: 'en' });
  await s.go(page, '/books');
  await page.getByRole('button', { name: 'Check the books' }).click();
  await page.getByText(/entries walked/).waitFor();
  await page.context().close();
});
