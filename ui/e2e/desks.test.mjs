// The appraiser's, the lender's, the borrower's and the regulator's desks over the worked example: every page is looked at, in both
// languages and widths, light and dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, openBrowser, settle, signIn, visit, widths } from './browser.mjs';
import { startNode } from './node.mjs';

let node;
let browser;

before(async () => {
  [node, browser] = await Promise.all([startNode(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await node?.stop();
});

async function enter(desk, how) {
  const page = await visit(browser, how);
  const { desks, password } = node.signIns;
  await signIn(page, node.url, desks[desk].maker, password);
  return page;
}

async function go(page, path) {
  await page.goto(node.url + path);
  await settle(page);
}

/** Follows the row of the page's first table that has a text. */
async function openRow(page, text) {
  await page.locator('tr', { hasText: text }).locator('[data-row-link]').first().click();
  await page.waitForURL((u) => u.pathname.split('/').length > 2);
  await settle(page);
}

const failed = { zh: '追加保证金逾期未补足', en: 'Margin call not cured in time' };
const rank = { zh: '顺位', en: 'Rank' };

for (const language of ['zh', 'en']) {
  for (const [name, width] of Object.entries(widths)) {
    const how = { language, width, scheme: language === 'en' ? 'dark' : 'light' };
    const shot = (what) => `${what}-${language}-${name}`;

    test(`a bank goes from its work list to a loan in default, its pledge, contract and books (${language}, ${name})`, async () => {
      const page = await enter('bank', how);
      await inspect(page, shot('bank-work'));
      await go(page, '/loans');
      await inspect(page, shot('loans'));
      await openRow(page, failed[language]);
      await page.locator('main figure div[role=img] svg').first().waitFor(); // the chart is loaded when it is drawn
      await inspect(page, shot('loan'));
      const loan = new URL(page.url()).pathname;
      await go(page, `${loan}/statement`);
      await inspect(page, shot('statement'));
      await go(page, loan);
      await page.locator('a[href^="/liens/"]').first().click();
      await page.waitForURL('**/liens/*');
      await settle(page);
      await page.getByText(rank[language], { exact: true }).first().waitFor();
      await inspect(page, shot('lien'));
      await go(page, '/applications');
      await inspect(page, shot('applications'));
      await page.locator('[data-row-link]').first().click();
      await page.waitForURL('**/applications/*');
      await settle(page);
      await inspect(page, shot('application'));
      await go(page, loan.replace('loans', 'contracts'));
      await inspect(page, shot('contract'));
      await go(page, '/books');
      await inspect(page, shot('books'));
      await page.context().close();
    });

    test(`an appraiser has work, commissions and reports (${language}, ${name})`, async () => {
      const page = await enter('appraiser', how);
      await inspect(page, shot('appraiser-work'));
      await go(page, '/commissions');
      await inspect(page, shot('commissions'));
      await go(page, '/reports');
      await page.locator('[data-row-link]').first().click();
      await page.waitForURL('**/reports/*');
      await settle(page);
      await inspect(page, shot('report'));
      await page.context().close();
    });

    test(`a regulator sees the field and the list (${language}, ${name})`, async () => {
      const page = await enter('regulator', how);
      await inspect(page, shot('regulator'));
      for (const path of ['/sanctions', '/regulator/disputes', '/regulator/heartbeats']) {
        await go(page, path);
        await inspect(page, shot(path.slice(1).replace('/', '-')));
      }
      await page.context().close();
    });

    test(`a borrower sees what waits and what it owes (${language}, ${name})`, async () => {
      const page = await enter('data company', how);
      await go(page, '/enterprise/work');
      await inspect(page, shot('borrower-work'));
      await go(page, '/loans');
      await page.locator('[data-row-link]').first().click();
      await page.waitForURL('**/loans/*');
      await settle(page);
      await inspect(page, shot('borrower-loan'));
      await go(page, '/applications/new');
      await inspect(page, shot('apply'));
      await page.context().close();
    });
  }
}

test('a report is checked against the log in the browser', async () => {
  const page = await enter('appraiser', { language: 'en' });
  await go(page, '/reports');
  await page.locator('[data-row-link]').first().click();
  await page.waitForURL('**/reports/*');
  await settle(page);
  await page.getByRole('button', { name: 'Check against the register' }).click();
  await page.getByText('Verified', { exact: true }).waitFor();
  assert.equal(await page.locator('li[data-mark=ok]').count(), 4);
  await page.context().close();
});

test('the value chart has its numbers as a table', async () => {
  const page = await enter('bank', { language: 'en' });
  await go(page, '/loans');
  await openRow(page, failed.en);
  await page.getByRole('button', { name: 'Show as table' }).click();
  assert.ok((await page.locator('figure table tbody tr').count()) > 1);
  await page.context().close();
});

test('books are walked on request', async () => {
  const page = await enter('bank', { language: 'en' });
  await go(page, '/books');
  await page.getByRole('button', { name: 'Check the books' }).click();
  await page.getByText(/entries walked/).waitFor();
  await page.context().close();
});
