// What the agent measured, looked at from all sides: a file is measured by the command, uploaded, and its profile, quality, scan and
// changes are read; the officer compares two registrations; the course of heartbeats tells of challenges. Chinese wide and English narrow.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspect, openBrowser, settle, signIn, visit, widths } from './browser.mjs';
import { bin, startNode } from './node.mjs';

let node;
let browser;
let dir;
let first;
let second;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shurong-measure-'));
  [first, second] = [measure('first', 4000, false), measure('second', 3000, true)];
  [node, browser] = await Promise.all([startNode(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await node?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

/** Writes customers of a hotel and has the agent's command measure them: identity numbers, mobiles in a note, gaps, a drift. */
function measure(name, rows, drifted) {
  let seed = 7;
  const random = (n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * n);
  };
  const two = (n) => String(n).padStart(2, '0');
  const lines = ['订单编号,身份证号,入住日期,离店日期,房型,间夜,金额,备注'];
  for (let i = 0; i < rows; i++) {
    const day = `2025-${two(1 + random(12))}-${two(1 + random(27))}`;
    const nights = 1 + random(5);
    const price = (drifted ? 900 : 300) + random(200);
    const note = i % 9 === 0 ? `客人要求回电 1380000${String(1000 + random(9000))}` : i % 4 === 0 ? '加床' : '';
    const body = `320105${1960 + random(40)}${two(1 + random(12))}${two(1 + random(28))}${String(random(1000)).padStart(3, '0')}`;
    const gap = drifted && i % 3 === 0;
    lines.push(
      [
        `H${String(i).padStart(7, '0')}`,
        identity(body),
        gap ? '' : day,
        day,
        ['大床房', '双床房', '套房'][random(3)],
        nights,
        nights * price,
        note,
      ].join(','),
    );
  }
  const file = join(dir, `${name}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  const result = join(dir, `${name}.json`);
  writeFileSync(
    result,
    execFileSync(bin, ['profile', file, '--json'], { maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  return result;
}

/** The check digit of a resident identity number (GB 11643). */
function identity(body) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

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

/** Waits until the page's table has so many rows. */
async function rows(page, n) {
  await page.waitForFunction((k) => document.querySelectorAll('main tbody tr').length === k, n);
}

const words = {
  zh: {
    add: '放入新的测量',
    columns: '各列',
    quality: '质量',
    scan: '个人信息',
    relations: '缺失与关联',
    changes: '变化',
    stock: '盘点数据',
  },
  en: {
    add: 'Add a measurement',
    columns: 'Columns',
    quality: 'Quality',
    scan: 'Personal data',
    relations: 'Missing values, relations',
    changes: 'Changes',
    stock: 'Take stock',
  },
};

for (const [language, width] of [
  ['zh', widths.wide],
  ['en', widths.narrow],
]) {
  const how = { language, width, scheme: language === 'en' ? 'dark' : 'light' };
  const shot = (what) => `measure-${what}-${language}`;
  const w = words[language];
  const tab = (page, name) => page.getByRole('button', { name, exact: true });

  test(`an owner uploads two measurements and reads what they say (${language})`, async () => {
    const page = await enter('data company', how);
    await go(page, '/enterprise/assets/new');
    await page.locator('main form #name').fill(`酒店入住 ${language}`);
    await page.locator('#upload-file').setInputFiles(first);
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(/\/enterprise\/assets\/DS/);
    await settle(page);
    const asset = new URL(page.url()).pathname;
    await page.locator('main header button').first().click();
    await page.locator('main dialog #upload-file').setInputFiles(second);
    await page.locator('main dialog button[type=submit]').click();
    await page.locator(`a[href="${asset}/measurements/2"]`).first().waitFor();
    await settle(page);
    await inspect(page, shot('asset'));

    await go(page, `${asset}/measurements/2`);
    await inspect(page, shot('overview'));

    await tab(page, w.columns).click();
    await rows(page, 8);
    await page.locator('main search input').first().fill('日期');
    await rows(page, 2);
    await inspect(page, shot('columns'));
    await page.locator('[data-row-link]').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('main h2', { hasText: '入住日期' }).waitFor();
    await inspect(page, shot('column'));
    await page.goBack();
    await page.locator('main tbody tr').nth(1).waitFor();

    await tab(page, w.quality).click();
    await page.locator('details summary').nth(1).click();
    await page.locator('details[open] tbody tr').first().waitFor();
    assert.match(await page.locator('details[open] tbody').textContent(), /\d/);
    await page.locator('main figure svg[role=img]').first().waitFor(); // two measurements have a course
    await inspect(page, shot('quality'));

    await tab(page, w.scan).click();
    await page.getByText('身份证号').first().waitFor();
    await page.getByText('备注').first().waitFor();
    assert.ok((await page.locator('main table').count()) >= 2, 'what stands in texts is a table apart');
    await inspect(page, shot('scan'));

    await tab(page, w.relations).click();
    await page.locator('table[aria-label] th[scope=row]').first().waitFor();
    await inspect(page, shot('relations'));

    await tab(page, w.changes).click();
    await page.locator('main ul li', { hasText: '金额' }).first().waitFor();
    assert.ok((await page.locator('main section ul li').count()) >= 3);
    await inspect(page, shot('changes'));
    await page.context().close();
  });

  test(`an officer sees two similar registrations side by side, and the measurement behind one (${language})`, async () => {
    const page = await enter('registrar', how);
    const found = await page.evaluate(async () => {
      const cases = await (await fetch('/api/v1/cases?as=registrar&limit=100')).json();
      for (const c of cases.items) {
        const whole = await (await fetch(`/api/v1/cases/${c.id}`)).json();
        if (whole.findings?.[0]?.columns.length > 0) return [c.id, whole.findings[0].case];
      }
      return null;
    });
    assert.ok(found, 'the example has a renamed copy');
    await go(page, `/cases/${found[0]}`);
    await page.locator(`a[href="/cases/${found[0]}/findings/${found[1]}"]`).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/findings/*');
    await settle(page);
    await page.locator('main svg path[data-proof]').first().waitFor({ state: 'attached' });
    await inspect(page, shot('comparison'));
    await go(page, `/cases/${found[0]}/measurement?view=scan`);
    await inspect(page, shot('case-scan'));
    await page.context().close();
  });

  test(`a lender sees the course of heartbeats and how each challenge ended (${language})`, async () => {
    const page = await enter('bank', how);
    const loans = await page.evaluate(async () => (await (await fetch('/api/v1/loans?limit=100')).json()).items);
    const failing = loans.find((l) => l.state === 'enforcing') ?? loans[0];
    await go(page, `/loans/${failing.id}`);
    const course = page.locator('section[aria-label]', { has: page.locator('ol li[data-state]') }).last();
    await course.waitFor();
    await page.locator('ol li[data-state=bad]').first().waitFor(); // a failed challenge is marked
    await inspect(page, shot('loan'));
    await go(page, `/certificates/${failing.certificate}`);
    await page.locator('ol li[data-state]').first().waitFor();
    await inspect(page, shot('certificate'));
    await page.context().close();
  });
}

test('five thousand columns are searched and opened', async () => {
  const page = await enter('data company', { language: 'zh' });
  const header = Array.from({ length: 5000 }, (_, i) => `c${i}`).join(',');
  const line = (k) => Array.from({ length: 5000 }, (_, i) => (i * 7 + k * 13) % 97).join(',');
  const file = join(dir, 'wide.csv');
  writeFileSync(file, `${[header, ...Array.from({ length: 40 }, (_, k) => line(k))].join('\n')}\n`);
  const result = join(dir, 'wide.json');
  writeFileSync(
    result,
    execFileSync(bin, ['profile', file, '--json'], { maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  await go(page, '/enterprise/assets/new');
  await page.locator('main form #name').fill('五千列');
  await page.locator('#upload-file').setInputFiles(result);
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(/\/enterprise\/assets\/DS/);
  await go(page, `${new URL(page.url()).pathname}/measurements/1?view=columns`);
  await rows(page, 50);
  await page.locator('main search input').first().fill('c4999');
  await rows(page, 1);
  await page.locator('[data-row-link]').first().click();
  await page.locator('main h2', { hasText: 'c4999' }).waitFor();
  await inspect(page, 'measure-wide');
  await page.context().close();
});
