// The log as those see it who trust nobody: a witness of its own process cosigns its checkpoints, the page names it, the browser checks
// that the log only grew, entries and facts are reached and proven, the public page and the documents say the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { inspect, visit } from './browser.mjs';
import { button, stage, steps } from './journey.mjs';
import { bin, exampleFolder, makeExample, startNode, startProgram } from './node.mjs';

const witnessName = 'witness.example/w1';
let witness;
let keys;

/** A witness watches the example's log, and the node sends it what it signs. */
async function watched() {
  const folder = process.env.SHURONG_E2E_EXAMPLE
    ? await exampleFolder()
    : { dir: await makeExample(), remove: async () => {} };
  keys = mkdtempSync(join(tmpdir(), 'shurong-witness-'));
  const own = ['witness', '--dir', keys, '--name', witnessName];
  const key = execFileSync(bin, [...own, '--key'])
    .toString()
    .trim();
  const log = readFileSync(join(folder.dir, 'out', 'log-key.txt'))
    .toString()
    .trim();
  witness = await startProgram([...own, '--listen', '127.0.0.1:0', '--log', log], /running: http:\S+/);
  const url = /running: (http:\S+)/.exec(witness.output)[1];
  return startNode({ folder, args: ['--witnesses', `${key}@${url}`] });
}

const s = stage(watched);
const step = steps();
after(async () => {
  await witness?.stop();
  rmSync(keys, { recursive: true, force: true });
});

step(
  'the log’s page names the witness that cosigned, and the browser verifies that nothing was rewritten',
  async () => {
    const page = await s.at('regulator');
    await s.go(page, '/log');
    const named = page.locator('li', { hasText: witnessName }).getByText('见到日志只增不改');
    for (let i = 0; i < 20 && (await named.count()) === 0; i++) await s.go(page, '/log'); // it cosigns in its own time
    await named.waitFor();
    await page.getByText(/^验证通过( ·|$)/).waitFor();
    await inspect(page, 'log-witnessed');
    await page.getByText('检查点原文').click();
    await page.locator('pre', { hasText: `— ${witnessName}` }).waitFor();
  },
);

step('an entry is reached by its number and proves its place; older ones by leafing', async () => {
  const page = await s.at('regulator');
  await page.locator('#log-index').fill('7');
  await button(page, '前往').click();
  await page.waitForURL('**/log/7');
  await page.getByText(/^验证通过( ·|$)/).waitFor();
  await inspect(page, 'log-entry-7');
  await s.go(page, '/log');
  const first = await page.locator('[data-row-link]').first().textContent();
  await button(page, '较早').click();
  await page.waitForFunction((t) => document.querySelector('[data-row-link]')?.textContent !== t, first);
  await button(page, '较新').click();
  await page.waitForFunction((t) => document.querySelector('[data-row-link]')?.textContent === t, first);
});

step('a fact and its absence are both proven; a search by number gives the search certificate', async () => {
  const page = await s.at('regulator');
  const { items } = await s.ask(page, '/certificates?limit=1');
  await s.go(page, `/log/fact?key=certificate/${items[0].code}`);
  await page.getByText(/^验证通过( ·|$)/).waitFor();
  await inspect(page, 'log-fact-present');
  await page.getByLabel('键').fill('certificate/SJ3212026999999');
  await button(page, '查证').click();
  await page.getByText('该键没有值，且可证明').waitFor();
  await s.go(page, '/search');
  await page.locator('#q').fill('不是编号');
  await button(page, '查询').click();
  await page.getByRole('alert').getByText('不是登记簿的编号').waitFor();
  await page.locator('#q').fill(items[0].holder.uscc);
  await button(page, '查询').click();
  await page.getByRole('link', { name: '出具查询证明（PDF）' }).waitFor();
  await inspect(page, 'search-holder');
  const href = await page.getByRole('link', { name: '下载（JSON）' }).getAttribute('href');
  const file = await page.request.get(s.node.url + href);
  assert.ok(file.ok());
  const stranger = await visit(s.browser);
  await stranger.goto(`${s.node.url}/verify`);
  await stranger
    .locator('#file')
    .setInputFiles({ name: 'search.json', mimeType: 'application/json', buffer: await file.body() });
  await stranger.getByRole('button', { name: '上传核验' }).click();
  await stranger.getByText('查询证明真实').waitFor();
  await inspect(stranger, 'public-search-certificate');
  await stranger.context().close();
});

step('every document of a certificate can be had in each of its forms', async () => {
  const page = await s.at('registrar');
  const { items } = await s.ask(page, '/certificates?limit=1');
  await s.go(page, `/certificates/${items[0].code}`);
  const links = await page
    .locator('section', { has: page.getByRole('heading', { name: '证明文件' }) })
    .locator('a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.equal(links.length, 9);
  for (const href of links) {
    const file = await page.request.get(s.node.url + href);
    assert.ok(file.ok(), `${href}: ${file.status()}`);
    if (/pdf/.test(href)) assert.match((await file.body()).subarray(0, 5).toString(), /%PDF-/);
  }
});
