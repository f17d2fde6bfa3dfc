// The front door: a stranger, a wrong password, languages, both widths, light and dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, openBrowser, settle, visit, widths } from './browser.mjs';
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

for (const language of ['zh', 'en']) {
  for (const [name, width] of Object.entries(widths)) {
    test(`a stranger is shown the door (${language}, ${name})`, async () => {
      const page = await visit(browser, { language, width });
      await page.goto(`${node.url}/approvals`);
      await page.waitForURL('**/sign-in');
      await settle(page);
      await inspect(page, `sign-in-${language}-${name}`);
      await page.context().close();
    });
  }
}

test('a wrong password says so in both languages and keeps what was typed', async () => {
  const page = await visit(browser, { scheme: 'dark' });
  await page.goto(`${node.url}/sign-in`);
  await page.locator('#account').fill('nobody');
  await page.locator('#password').fill('not the password');
  await page.locator('button[type=submit]').click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.textContent(), /密码/);
  await page.getByRole('button', { name: 'EN' }).click();
  await page.waitForFunction(() => document.documentElement.lang === 'en');
  assert.match(await alert.textContent(), /password/i);
  assert.equal(await page.locator('#account').inputValue(), 'nobody');
  await inspect(page, 'sign-in-refused-dark');
  await page.context().close();
});

test('the server forbids inline scripts and loads nothing from outside', async () => {
  const page = await visit(browser);
  const outside = [];
  page.on('request', (r) => !r.url().startsWith(node.url) && !r.url().startsWith('data:') && outside.push(r.url()));
  const answer = await page.goto(`${node.url}/sign-in`);
  await settle(page);
  assert.match(answer.headers()['content-security-policy'] ?? '', /script-src 'self'/);
  assert.deepEqual(outside, []);
  await page.context().close();
});
