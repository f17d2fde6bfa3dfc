// The acts of registration through the interface, by the people who do them: a file is measured, filed by a maker and a checker,
// accepted, reviewed, posted, objected to, put in evidence, certified; an agent sends a heartbeat; the certificate proves itself in
// the browser, on the desk and on the public page. Each test goes on where the one before ended.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { inspect, settle, signIn, visit } from './browser.mjs';
import { button, choose, dialog, stage, steps } from './journey.mjs';
import { bin } from './node.mjs';

const run = promisify(execFile);
const name = `演示读数 ${Date.now()}`; // tells a second run on the same node apart
const s = stage();
const step = steps();
let dir;
let caseURL;
let code;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shurong-acts-'));
});
after(() => rm(dir, { recursive: true, force: true }));

/** Opens an act's dialog and sends it, filled in by `fill`. */
async function act(page, text, fill = async () => {}) {
  await button(page.locator('main'), text).first().click();
  const box = dialog(page);
  await fill(box);
  await button(box, text).click();
}

/** The second person reads the newest request and decides. */
async function decide(desk, picture, decision = '同意') {
  const page = await s.at(desk, 'checker');
  await s.go(page, '/approvals');
  await page.locator('[data-row-link]').first().click();
  await page.getByText('同意前后').waitFor();
  await settle(page);
  if (picture) await inspect(page, picture);
  await button(page, decision).click();
  if (decision === '退回') {
    await page.getByLabel('理由').fill('有效期请再核对');
    await button(page, '退回').click();
  }
  await page.getByText(decision === '同意' ? '已同意并执行' : '已退回', { exact: true }).waitFor();
}

async function now() {
  return (await (await fetch(`${s.node.url}/api/v1/node`)).json()).now;
}

step('what an agent measured is uploaded, and an application is filled in', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => `M${1000 + i},2026-0${1 + (i % 6)}-1${i % 9},${(i * 37) % 900}.5`);
  await writeFile(join(dir, 'data.csv'), `表号,抄表日,读数\n${rows.join('\n')}\n`);
  const measured = await run(bin, ['profile', join(dir, 'data.csv'), '--json', '--at', await now()]);
  await writeFile(join(dir, 'result.json'), measured.stdout);

  const page = await s.at('data company');
  await s.go(page, '/enterprise/assets/new');
  await page.getByLabel('数据名称（内部）').fill(name);
  await page.locator('#upload-file').setInputFiles(join(dir, 'result.json'));
  await button(page, '盘点数据').click();
  await page.waitForURL(/assets\/DS-/);
  await settle(page);
  await button(page, '申请登记').click();
  await page.waitForURL(/\/file$/);
  await settle(page);

  await choose(page, 'registrar', '登记');
  await page.locator('#form_summary').fill('南京市部分水表的抄表读数，逐表逐日，用于漏损分析与用水预测。');
  await page.locator('#form_industry').fill('D46');
  await page.locator('#form_region').fill('320100');
  await choose(page, 'form_region_scope', '市');
  // The language may change under the hands of who fills the form: nothing is lost.
  await button(page, 'EN')
    .or(page.getByRole('button', { name: '切换到英文界面' }))
    .first()
    .click();
  await page.getByText('Name of the data').first().waitFor();
  assert.match(await page.locator('#form_summary').inputValue(), /漏损分析/);
  await page
    .getByRole('button', { name: /中文|Chinese/ })
    .first()
    .click();
  await page.getByText('数据简介').first().waitFor();

  await button(page, '下一步').click();
  await page.locator('#form_source_note').fill('由本公司自有水表采集，见采集合同与设备清单。');
  await page.locator('#evidence').fill('设备采购与运维合同');
  await button(page, '下一步').click();
  await choose(page, 'form_update_frequency', '日');
  await button(page, '下一步').click();
  await page.getByText('共同申请人', { exact: true }).waitFor();
  await button(page, '下一步').click();
  await page.locator('#form_contact_phone').fill('13800138000');
  await inspect(page, 'acts-filing');
  await button(page, '提交复核').click();
  await page.getByText('等本单位另一人复核').waitFor();
});

step('the checker reads the form itself, and approves: the registrar has a case', async () => {
  await decide('data company', 'acts-approval');
  const page = await s.at('registrar');
  await s.go(page, '/registrar');
  await page.locator('[data-row-link]', { hasText: name }).click();
  await settle(page);
  caseURL = new URL(page.url()).pathname;
  await act(page, '受理');
  await button(page, '提交审查意见').first().waitFor();
});

step('a review has three heads and binds only with a second person; then it is posted', async () => {
  const page = await s.at('registrar');
  await s.go(page, caseURL);
  await button(page.locator('main'), '提交审查意见').click();
  await page.waitForURL('**/review');
  await page.getByText('申请的权利均可登记').waitFor(); // the decision table's verdict stands beside
  for (const group of await page.locator('main').getByRole('radiogroup').all()) {
    await group.getByText(/^(符合|通过)$/).click();
  }
  for (const area of await page.locator('main textarea:visible').all())
    await area.fill('描述准确，来源合规，产权明确。');
  await button(page.locator('main'), '提交审查意见').click();
  await page.getByText('等本单位另一人复核').waitFor();
  await decide('registrar', 'acts-review');
  await s.go(page, caseURL);
  await act(page, '开始公示');
  await page.locator('header').getByText('公示中').waitFor();
});

step('an objection stops the case until it is concluded', async () => {
  const bank = await s.at('bank');
  await s.go(bank, caseURL);
  await act(bank, '提出异议', async (box) => box.locator('textarea').fill('其中部分水表由我行授信客户运营，请核实。'));
  await bank.locator('header').getByText('异议处理中').waitFor();
  const page = await s.at('registrar');
  await s.go(page, caseURL);
  await act(page, '作出异议结论', async (box) => box.locator('textarea').fill('运营合同有效，异议不成立。'));
  await dialog(page).getByText('等本单位另一人复核').waitFor();
  await page.keyboard.press('Escape');
  await decide('registrar', 'acts-objection');
});

step('the clock is moved in the interface; evidence is deposited', async () => {
  const page = await s.at('registrar');
  await s.go(page, caseURL);
  await page.getByRole('button', { name: /示例时钟/ }).click();
  await button(dialog(page), '30 天后').click();
  await dialog(page).getByText('现在是').waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('Escape');
  await s.go(page, caseURL);
  await act(page, '信息存证');
  await page.locator('header').getByText('已存证').waitFor();
});

step('what a checker rejects is not done; proposed again and approved, the certificate is issued', async () => {
  const page = await s.at('registrar');
  const propose = async () => {
    await s.go(page, caseURL);
    await act(page, '核发凭证');
    await dialog(page).getByText('等本单位另一人复核').waitFor();
    await page.keyboard.press('Escape');
  };
  await propose();
  await decide('registrar', undefined, '退回');
  await s.go(page, caseURL);
  assert.equal(await page.locator('header').getByText('已发证').count(), 0);
  await propose();
  await decide('registrar', 'acts-issue');
  await s.go(page, caseURL);
  await page.locator('header').getByText('已发证').waitFor();
  code = await page.locator('a[href^="/certificates/SJ"]').first().textContent();
  assert.match(code, /^SJ\d{13}$/);
});

step('a wrong credit code is explained, a wrong one is not sent; an organisation is admitted', async () => {
  const page = await s.at('registrar');
  const body17 = `91320100MA${String(Date.now()).slice(-7)}`;
  await s.go(page, '/organisations/new');
  await page.locator('#uscc').fill(`${body17}O`);
  await page.getByText('代码中不用这个字符').waitFor();
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...body17].reduce((n, c, i) => n + alphabet.indexOf(c) * (3 ** i % 31), 0);
  const check = alphabet[(31 - (sum % 31)) % 31];
  await page.locator('#uscc').fill(body17 + (check === '0' ? '1' : '0'));
  await page.getByText(`校验位应为 ${check}`).waitFor();
  await page.locator('#name').fill('南京示例新接纳科技有限公司');
  await page.getByLabel('数据企业').check();
  await button(page, '接纳机构').click();
  await page.getByText('请核对统一社会信用代码').waitFor();
  await page.locator('#uscc').fill(body17 + check);
  await page.getByText('校验位相符').waitFor();
  assert.equal(await page.locator('#region').inputValue(), '320100');
  await inspect(page, 'acts-admit');
  await button(page, '接纳机构').click();
  await page.waitForURL(`**/organisations/${body17}${check}`);
  await settle(page);
  await inspect(page, 'acts-organisation');
});

step('an agent’s key is compared, registered and used: its heartbeat is on the certificate', async () => {
  const page = await s.at('data company');
  await s.go(page, '/keys');
  const key = join(dir, 'agent.key');
  const { stdout } = await run(bin, ['agent', 'keygen', key, '--lang', 'en']);
  const id = /^key (\S+)/m.exec(stdout)?.[1];
  const pub = /^public key (\S+)/m.exec(stdout)?.[1];
  await page.locator('#pub').fill(pub);
  await page.getByText(id, { exact: true }).waitFor();
  await button(page, '登记监测代理公钥').click();
  await page.getByText('监测代理现在可以发送心跳').waitFor();
  await inspect(page, 'acts-keys');
  const source = join(dir, 'data.csv');
  const how = ['agent', 'once', '--source', source, '--certificate', code, '--key', key, '--node', s.node.url];
  await run(bin, [...how, '--at', await now()]);
  await s.go(page, `/certificates/${code}`);
  await page.getByText('正常 1 天').waitFor();
  await page.getByRole('button', { name: `吊销 ${id}` }).count(); // the table is on the other page
  await s.go(page, '/keys');
  await page.getByRole('button', { name: `吊销 ${id}` }).click();
  await button(dialog(page), '吊销').click();
  await page.getByText('已吊销').first().waitFor();
});

step('the certificate proves itself in the browser, on the desk and on the public page', async () => {
  const page = await s.at('data company');
  await s.go(page, `/certificates/${code}`);
  await button(page, '在浏览器内验证').click();
  await page.getByText(/^验证通过( ·|$)/).waitFor();
  await inspect(page, 'acts-certificate');
  const stranger = await visit(s.browser);
  await stranger.goto(`${s.node.url}/verify?code=${code}`);
  await stranger.getByText('您的浏览器再次核验').waitFor();
  await stranger
    .locator('#browser-check')
    .getByText(/^验证通过( ·|$)/)
    .waitFor();
  await inspect(stranger, 'public-verify');
  await stranger.context().close();
});

test('a session that ended elsewhere leads to the door and back to the page', async () => {
  const page = await visit(s.browser);
  const { desks, password } = s.node.signIns;
  await signIn(page, s.node.url, desks.investor.maker, password);
  await page.goto(`${s.node.url}/certificates`);
  await settle(page);
  const headers = { 'Idempotency-Key': `end-${Date.now()}-0123456789`, Origin: s.node.url };
  const ended = await page.request.delete(`${s.node.url}/api/v1/session`, { headers });
  assert.ok(ended.ok(), `sign-out: ${ended.status()}`);
  await page.getByRole('link', { name: '机构', exact: true }).click();
  await page.waitForURL('**/sign-in');
  await page.getByText('会话已结束').waitFor();
  await page.locator('#account').fill(desks.investor.maker);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/organisations');
  await page.context().close();
});

test('a whole visit without a mouse: sign in, skip to the content, open a row, leave', async () => {
  const page = await visit(s.browser, { language: 'en' });
  const { desks, password } = s.node.signIns;
  await page.goto(`${s.node.url}/sign-in`);
  await page.locator('#account').waitFor();
  await page.keyboard.type(desks.exchange.maker); // the first field has the focus
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => !u.pathname.startsWith('/sign-in'));
  await settle(page);
  await page.reload();
  await settle(page);
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.activeElement?.getAttribute('href') === '#main');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'main');
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.hasAttribute('data-row-link'))) break;
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/certificates/SJ*');
  await settle(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
