// The acts of valuation and credit through the interface, by the people who do them: an appraisal is commissioned, written with a fault
// that the page shows at its line, approved; an application that waits is approved, pledged, accepted, contracted, signed by both,
// disbursed. Each test goes on where the one before ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, openBrowser, settle, signIn, visit } from './browser.mjs';
import { startNode } from './node.mjs';

// People of the worked example beyond those the node prints: the bank whose application waits, and its borrower.
const people = { bank: ['renyong', 'yaoyan'], borrower: ['songyutong', 'zhengqiang'] };
const pages = new Map();
let node;
let browser;
let application;
let contract;

before(async () => {
  [node, browser] = await Promise.all([startNode(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await node?.stop();
});

/** The open page of a person, who signs in once. */
async function at(account) {
  if (!pages.has(account)) {
    const page = await visit(browser);
    await signIn(page, node.url, account, node.signIns.password);
    pages.set(account, page);
  }
  return pages.get(account);
}

async function go(page, path) {
  await page.goto(node.url + path);
  await settle(page);
}

const button = (page, text) => page.getByRole('button', { name: text, exact: true });
const dialog = (page) => page.locator('dialog[open]');
// Not by the exact name: for a moment after an answer it still has the word of the icon that turned.
const submit = (box) => box.getByRole('button', { name: '提交复核' });

/** Opens an act's dialog, fills it in, and sends it for a colleague's approval. */
async function propose(page, text, fill = async () => {}) {
  await button(page.locator('main'), text).first().click();
  const box = dialog(page);
  await fill(box);
  await submit(box).click();
  await box.waitFor({ state: 'hidden' });
  await settle(page);
}

/** The second person finds the request on the page of its subject and agrees. */
async function agree(account, path) {
  const page = await at(account);
  await go(page, path);
  await button(page, '同意').click();
  await button(page, '同意').waitFor({ state: 'hidden' });
  await settle(page);
  return page;
}

test('an appraisal is commissioned, its fault shown at its line, and reported once a second person agrees', async () => {
  const bank = await at(people.bank[0]);
  await go(bank, '/certificates');
  const code = (await bank.locator('td code').first().textContent()).trim();
  await go(bank, `/commissions/new?certificate=${code}`);
  await bank.locator('#appraiser').click();
  await bank.keyboard.press('ArrowDown');
  await bank.keyboard.press('Enter');
  await button(bank.locator('main'), '委托评估').click();
  await bank.waitForURL('**/commissions/AC-*');
  const path = new URL(bank.url()).pathname;

  const { maker, checker } = node.signIns.desks.appraiser;
  const page = await at(maker);
  await go(page, '/appraiser');
  await page.locator(`a[href="${path}"]`).click();
  await page.waitForURL(`**${path}`);
  await settle(page);
  await button(page, '成本法').click();
  await dialog(page).getByRole('button', { name: /模板/ }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  const editor = page.getByRole('textbox', { name: /评估文件/ });
  const good = await editor.inputValue();
  await editor.fill(good.replace('direct: 100', 'direct: 100.0000001x'));
  const line = good.split('\n').findIndex((l) => l.includes('direct: 100')) + 1;
  await button(page, `第 ${line} 行`).waitFor();
  await inspect(page, 'appraisal-fault');
  await editor.fill(good.replace('direct: 100', 'direct: 900'));
  await button(page, `第 ${line} 行`).waitFor({ state: 'hidden' });
  await page.getByText('推导过程', { exact: true }).waitFor();
  await inspect(page, 'appraisal-running');
  await page.locator('main').getByRole('button', { name: '提交复核', exact: true }).click();
  await page.getByText('待复核', { exact: true }).first().waitFor();
  const second = await agree(checker, path);
  await second.getByText('已出具报告').first().waitFor();
  await go(bank, path);
  await bank.getByRole('link', { name: '查看评估报告' }).click();
  await bank.waitForURL('**/reports/VA-*');
  await settle(bank);
  await inspect(bank, 'appraisal-report');
});

test('an application that waits is found in the work list; more than the limit is refused at the field', async () => {
  const page = await at(people.bank[0]);
  await go(page, '/bank');
  await page.locator('tr', { hasText: '招采' }).locator('a[href^="/applications/"]').first().click();
  await page.waitForURL('**/applications/*');
  await settle(page);
  application = new URL(page.url()).pathname;
  // The example leaves a proposal of this bank's maker: it is taken back first.
  const withdraw = button(page.locator('main'), '撤回');
  await withdraw.click();
  await page.getByRole('textbox', { name: '理由' }).fill('重新测算');
  await withdraw.click();
  await withdraw.waitFor({ state: 'hidden' });
  await button(page.locator('main'), '批准').click();
  const box = dialog(page);
  await box.locator('#rate').fill('3.85%');
  const amount = box.locator('#amount_fen');
  const limit = await amount.inputValue();
  await amount.fill('999,999,999.00');
  await submit(box).click();
  await box.locator('.ant-form-item-explain-error').waitFor();
  await inspect(page, 'approve-over-limit');
  await amount.fill(limit);
  await submit(box).click();
  await box.waitFor({ state: 'hidden' });
  const checked = await agree(people.bank[1], application);
  await checked.getByText('已批准', { exact: true }).first().waitFor();
});

test('the pledge is proposed, accepted with its filing number, and takes rank', async () => {
  const borrower = await at(people.borrower[0]);
  await go(borrower, application);
  await propose(borrower, '办理质押');
  await agree(people.borrower[1], application);
  const bank = await at(people.bank[0]);
  await go(bank, application);
  await button(bank.locator('main'), '接受质押').click();
  const box = dialog(bank);
  await box.locator('#filing_no').fill('123');
  await submit(box).click();
  await box.getByText('应为 8 至 30 位数字').waitFor();
  await box.locator('#filing_no').fill('20260914000000001');
  await submit(box).click();
  await box.waitFor({ state: 'hidden' });
  const page = await agree(people.bank[1], application);
  await page.getByText('第 1 顺位').waitFor();
  await inspect(page, 'application-pledged');
});

test('the contract is drawn up, signed by both and disbursed; the loan opens', async () => {
  const bank = await at(people.bank[0]);
  await go(bank, application);
  await button(bank.locator('main'), '拟订合同').click();
  await button(dialog(bank), '拟订合同').click();
  await dialog(bank).waitFor({ state: 'hidden' });
  await settle(bank);
  contract = await bank.locator('a[href^="/contracts/"]').first().getAttribute('href');
  for (const [maker, checker] of [people.bank, people.borrower]) {
    const page = await at(maker);
    await go(page, application);
    await propose(page, '签署合同');
    await agree(checker, application);
  }
  await go(bank, application);
  await propose(bank, '放款');
  await agree(people.bank[1], application);
  await go(bank, contract.replace('contracts', 'loans'));
  await bank.getByText('履约中', { exact: true }).first().waitFor();
  assert.equal(await bank.locator('text=质押率').first().isVisible(), true);
  await inspect(bank, 'loan-new');
});

test('a payment that a borrower announces waits for the lender to confirm it', async () => {
  const loan = contract.replace('contracts', 'loans');
  const borrower = await at(people.borrower[0]);
  await go(borrower, loan);
  await button(borrower.locator('main'), '存入保证金').click();
  const box = dialog(borrower);
  await box.locator('#amount_fen').fill('1000.005');
  await button(box, '提交').click();
  await box.getByText('请填写金额，至多两位小数').waitFor();
  await box.locator('#amount_fen').fill('1,000.50');
  await button(box, '提交').click();
  await box.waitFor({ state: 'hidden' });
  await borrower.getByText('待贷款人确认到账').waitFor();
  const bank = await at(people.bank[0]);
  await go(bank, loan);
  await button(bank, '确认到账').click();
  await bank.getByText('已入账', { exact: true }).first().waitFor();
  await go(bank, `${loan}/statement`);
  await inspect(bank, 'statement-new');
});
