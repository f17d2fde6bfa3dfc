// The registry after the first registration, over the worked example: queue and review, certificates with what can be asked for,
// liens, papers and notices, the public pages. Each page is looked at in Chinese on a wide screen and in English on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, settle, visit } from './browser.mjs';
import { stage, ways } from './journey.mjs';

const s = stage();

const openDialog = (page) => page.locator('dialog[open]');

for (const way of ways) {
  const { language } = way;
  const shot = (what) => `registry-${what}-${way.name}`;

  test(`an officer sees the queue by legal clock, and reviews beside the decision table's verdict (${language})`, async () => {
    const page = await s.as('registrar', way);
    await inspect(page, shot('queue'));
    const { items } = await s.ask(page, '/work/cases');
    const reviewing = items.find((c) => c.acts.includes('review')) ?? items[0];
    assert.ok(reviewing, 'the example leaves a case with the registrar');
    await s.go(page, `/cases/${reviewing.id}`);
    await inspect(page, shot('case'));
    await s.go(page, `/cases/${reviewing.id}/review`);
    await page.getByText({ zh: '判定表的意见', en: 'What the tables say' }[language]).waitFor();
    await page.locator('details summary').first().click();
    await page.locator('li[aria-current=true]').waitFor();
    await inspect(page, shot('review'));
    // What only a person can establish changes the verdict at once.
    await page.getByText({ zh: '权属存在未决争议', en: 'Unresolved dispute over the rights' }[language]).click();
    await page.getByText({ zh: '不予登记', en: 'Not registrable' }[language], { exact: true }).first().waitFor();
    await page.context().close();
  });

  test(`a registrar has strangers' objections, earlier certificates, rules, persons and tables (${language})`, async () => {
    const page = await s.as('registrar', way);
    for (const path of [
      '/registrar/objections',
      '/registrar/imports',
      '/registrar/regimes',
      '/registrar/persons',
      '/decision-tables',
    ]) {
      await s.go(page, path);
      await inspect(page, shot(path.split('/').at(-1)));
    }
    await page.context().close();
  });

  test(`a holder sees the chain of title and what can be asked for, and fills a transfer and a change (${language})`, async () => {
    const page = await s.as('data company', way);
    const { organisation } = await s.ask(page, '/session');
    const { items } = await s.ask(page, '/certificates?limit=200');
    const mine = items.find((c) => c.holder.uscc === organisation.uscc && c.status === 'live');
    await s.go(page, `/certificates/${mine.code}`);
    await page.getByRole('heading', { name: { zh: '权属链', en: 'Chain of title' }[language] }).waitFor();
    await inspect(page, shot('certificate'));
    await page.getByRole('button', { name: { zh: /^转让登记/, en: /^Transfer/ }[language] }).click();
    await openDialog(page).waitFor();
    await inspect(page, shot('transfer'));
    await page.keyboard.press('Escape');
    await s.go(page, `/certificates/${mine.code}/change`);
    await inspect(page, shot('change'));
    for (const path of ['/notices', '/papers', '/access-log', `/search?q=${mine.code}`]) {
      await s.go(page, path);
      await inspect(page, shot(/\w[\w-]*/.exec(path)[0]));
    }
    await page.context().close();
  });

  test(`a pledgee goes from its liens to one with its rank and every act (${language})`, async () => {
    const page = await s.as('bank', way);
    await s.go(page, '/liens');
    await inspect(page, shot('liens'));
    await page.locator('[data-row-link]').last().click();
    await page.waitForURL('**/register');
    await page.getByText({ zh: '本质权', en: 'this lien' }[language]).waitFor();
    await settle(page);
    await inspect(page, shot('lien'));
    await page.getByRole('button', { name: { zh: /^变更登记内容/, en: /^Amend/ }[language] }).click();
    await openDialog(page).waitFor();
    await inspect(page, shot('amend'));
    await page.context().close();
  });

  test(`a stranger reads the board, finds the form, looks up a code and checks a document (${language})`, async () => {
    const page = await visit(s.browser, way);
    const lang = `lang=${language}`;
    for (const [path, name] of [
      ['/public/publicity?all=1&', 'board'],
      ['/public/document?', 'document'],
      ['/verify?', 'verify'],
    ]) {
      await page.goto(`${s.node.url}${path}${lang}`);
      await settle(page);
      await inspect(page, shot(name));
    }
    await page.goto(`${s.node.url}/public/publicity?all=1&${lang}`);
    await page.locator('article h2 a').first().click();
    await page.locator('textarea').waitFor();
    await inspect(page, shot('posting'));
    await page.context().close();
  });
}
