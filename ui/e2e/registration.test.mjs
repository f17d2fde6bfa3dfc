// Registration, certificates and the log, over the worked example: from both sides of the counter, in both languages and widths.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, settle } from './browser.mjs';
import { otherWays, stage } from './journey.mjs';

const s = stage();

/** Opens the first row of the page's first table, or its last, by the keyboard as a person would. */
async function openFirstRow(page, { last = false } = {}) {
  const links = page.locator('[data-row-link]');
  const link = last ? links.last() : links.first();
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('table [data-row-link]:focus'));
  await settle(page);
}

for (const way of otherWays) {
  test(`an enterprise looks from its stock to its certificate (${way.name})`, async () => {
    const page = await s.as('data company', way);
    await s.go(page, '/enterprise/assets');
    await inspect(page, `assets-${way.name}`);
    // The newest edition is still being registered; the oldest has its certificate.
    await openFirstRow(page, { last: true });
    await inspect(page, `asset-${way.name}`);
    await page.locator('a[href^="/certificates/SJ"]').first().click();
    await page.waitForURL('**/certificates/SJ*');
    await settle(page);
    await inspect(page, `certificate-${way.name}`);
    await page.context().close();
  });
}

test('a certificate proves itself in the browser, step by step', async () => {
  const page = await s.as('bank', { language: 'en' });
  await s.go(page, '/certificates');
  await openFirstRow(page);
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await page.getByText(/^Verified( ·|$)/).waitFor();
  const steps = await page.locator('li[data-mark=ok]').allTextContents();
  assert.ok(steps.length >= 9, steps.join('\n'));
  assert.ok(steps.some((s) => s.includes('Signed by the registrar')));
  await inspect(page, 'certificate-proof');
  await page.context().close();
});

test('a registrar finds its cases, and a case tells its seven steps', async () => {
  const page = await s.as('registrar', { language: 'zh' });
  await inspect(page, 'registrar-work');
  await s.go(page, '/registrar/cases');
  await page.getByRole('button', { name: '已办结' }).click();
  await settle(page);
  await openFirstRow(page);
  assert.equal(await page.locator('ol').first().locator('li').count(), 7);
  await inspect(page, 'case');
  await page.context().close();
});

test('the log only grows between two looks, and an entry proves its place', async () => {
  const page = await s.as('regulator', { language: 'en' });
  await s.go(page, '/log');
  await page.getByText(/^Verified( ·|$)/).waitFor();
  await page.reload();
  await page.getByText('is a prefix of the log').waitFor();
  await inspect(page, 'log');
  await openFirstRow(page);
  await page.getByText('The inclusion proof holds').waitFor();
  await inspect(page, 'log-entry');
  await page.goto(`${s.node.url}/log/fact?key=encumbrance/none`);
  await page.getByText('The proof of absence holds').waitFor();
  await inspect(page, 'log-fact');
  await page.context().close();
});
