// One browser for all journeys, and what every page is held to: no violation that axe calls serious, no sideways scrolling, no error
// on the console.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = new URL('../../screenshots/', import.meta.url).pathname;
const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const widths = { wide: 1440, narrow: 390 };

export async function openBrowser() {
  const executablePath = candidates.find((p) => p && existsSync(p));
  assert.ok(executablePath, 'no Chromium: install the chromium package or set CHROMIUM');
  mkdirSync(shots, { recursive: true });
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page of a new visitor. What the console complains of is collected in `page.complaints`. */
export async function visit(browser, { language = 'zh', width = widths.wide, scheme = 'light' } = {}) {
  const locale = language === 'zh' ? 'zh-CN' : 'en';
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, locale });
  await context.addInitScript((l) => localStorage.setItem('shurong.language', l), language);
  await context.addInitScript(axeSource); // the content security policy rightly forbids to evaluate it later
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.complaints = [];
  page.on('pageerror', (e) => page.complaints.push(e.message));
  page.on('console', (m) => {
    // A refusal that a journey provokes is logged by the browser as a failed load.
    if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) page.complaints.push(m.text());
  });
  return page;
}

export async function signIn(page, url, account, password) {
  await page.goto(`${url}/sign-in`);
  await page.locator('#account').fill(account);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((u) => !u.pathname.startsWith('/sign-in'));
  await settle(page);
}

/** Waits until a page has its heading and nothing loads. */
export async function settle(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [role=status][aria-label]'));
  await page.waitForLoadState('networkidle');
}

/** Takes the page's picture and holds it to the rules. */
export async function inspect(page, name) {
  await page.screenshot({ path: `${shots}${name}.png`, fullPage: true });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(sideways <= 0, `${name}: scrolls sideways by ${sideways} px`);
  const violations = await audit(page);
  assert.deepEqual(violations, [], `${name}: axe`);
  assert.deepEqual(page.complaints, [], `${name}: console`);
}

async function audit(page) {
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map((v) => ({
      id: v.id,
      impact: v.impact,
      nodes: v.nodes.map((n) => n.target.join(' ')),
    }));
  });
  return found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
}
