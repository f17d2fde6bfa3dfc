// A valuation from commission to comparison: the bank commissions, the appraiser fills in and sees the simulation, a second person
// agrees, the bank reads the report with its own view of it, takes it away, and holds a second report against it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect, settle } from './browser.mjs';
import { button, dialog, stage, steps, ways } from './journey.mjs';

const s = stage();
const step = steps();
const simulation = `
uncertainty:
  seed: 7
  draws: 2000
  inputs:
    - {input: royalty.royalty_rate, distribution: {triangular: {low: 0.06, mode: 0.10, high: 0.14}}}
`;
let code;
let commission;
const reports = [];

/** Commissions an appraisal as the bank, through the API. */
async function commissioned() {
  const bank = await s.at('bank');
  const { items } = await s.ask(bank, '/organisations?role=appraiser');
  const appraiser = items[0].uscc;
  return s.tell(bank, '/commissions', { certificate: code, appraiser, purpose: 'pledge', update_every_days: 7 });
}

step('an appraiser starts from a template, says how uncertain an input is, and sees the simulation', async () => {
  const bank = await s.at('bank');
  code = (await s.ask(bank, '/certificates')).items[0].code;
  commission = (await commissioned()).id;
  const page = await s.at('appraiser');
  await s.go(page, `/commissions/${commission}`);
  await button(page, '收益法·许可费节省').click();
  await dialog(page).getByRole('button', { name: /模板/ }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  const editor = page.getByRole('textbox', { name: /评估文件/ });
  await editor.fill((await editor.inputValue()) + simulation);
  await page.getByRole('img', { name: '评估值模拟直方图' }).waitFor();
  await inspect(page, 'valuation-bench');
  await button(page.locator('main'), '提交复核').click();
  await page.getByText('待复核', { exact: true }).first().waitFor();
});

step('a second person agrees, and the bank reads the report with its own view of it', async () => {
  const { approval } = await s.ask(await s.at('appraiser'), `/commissions/${commission}`);
  await s.tell(await s.at('appraiser', 'checker'), `/approvals/${approval}/approve`);
  const bank = await s.at('bank');
  const { valuation } = await s.ask(bank, `/commissions/${commission}`);
  reports.push(valuation);
  await s.go(bank, `/reports/${valuation}`);
  await button(bank, '按示例参数测算').click();
  await bank.getByText('快速变现价值', { exact: true }).first().waitFor();
  await inspect(bank, 'valuation-report');
  for (const [format, magic] of [
    ['pdf', '%PDF-'],
    ['xlsx', 'PK'],
  ]) {
    const file = await bank.request.get(`${s.node.url}/api/v1/reports/${valuation}/document?format=${format}&lang=en`);
    assert.equal((await file.body()).subarray(0, magic.length).toString(), magic, format);
  }
});

step('two reports on the same data are held against each other, input by input', async () => {
  const second = (await commissioned()).id;
  const appraiser = await s.at('appraiser');
  const { text } = await s.ask(appraiser, `/commissions/${second}/template?approach=royalty`);
  const draft = await appraiser.request.put(`${s.node.url}/api/v1/commissions/${second}/draft`, {
    headers: { Origin: s.node.url, 'Idempotency-Key': randomUUID() },
    data: { text: text.replace('royalty_rate: 0.10', 'royalty_rate: 0.12') },
  });
  assert.ok(draft.ok(), await draft.text());
  await s.bind('appraiser', `/commissions/${second}/submit`);
  const bank = await s.at('bank');
  reports.push((await s.ask(bank, `/commissions/${second}`)).valuation);
  await s.go(bank, `/reports/${reports[0]}`);
  await bank.locator(`a[href$="/with/${reports[1]}"]`).click();
  await bank.waitForURL('**/with/*');
  await settle(bank);
  await bank.getByText('royalty.royalty_rate', { exact: true }).waitFor();
  await inspect(bank, 'valuation-comparison');
});

for (const way of ways) {
  step(`the standard of values, a report and a comparison are read (${way.name})`, async () => {
    const page = await s.as('bank', way);
    for (const [name, path] of [
      ['standard', '/standard'],
      ['report', `/reports/${reports[0]}`],
      ['comparison', `/reports/${reports[0]}/with/${reports[1]}`],
    ]) {
      await s.go(page, path);
      await inspect(page, `valuation-${name}-${way.name}`);
    }
  });
}
