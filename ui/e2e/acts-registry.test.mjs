// Acts on the register after the first registration, by the people who do them: earlier certificates are brought in row by row; a
// seizure stops a licence; a bank files, extends and releases a lien; a transfer goes to the transferee, who consents; a stranger
// objects without an account or scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, settle } from './browser.mjs';
import { choose, dialog, stage } from './journey.mjs';

const s = stage();

/** A live certificate of the data company's with the right to operate that is free of liens, or the first one. */
async function certificate(desk = 'data company', free = false) {
  const page = await s.at(desk);
  const { organisation } = await s.ask(page, '/session');
  const { items } = await s.ask(page, '/certificates?limit=200');
  const operating = (c) => c.rights.some((r) => r.right === 'operating');
  const mine = items.filter((c) => c.status === 'live' && c.holder.uscc === organisation.uscc && operating(c));
  for (const c of mine) {
    const { liens } = await s.ask(page, `/certificates/${c.code}`);
    if (!free || liens.length === 0) return c;
  }
  return mine[0];
}

test('earlier certificates are read from a list, reported on row by row, and registered once a second person agrees', async () => {
  const page = await s.at('registrar');
  const holder = (await s.ask(await s.at('data company'), '/session')).organisation.uscc;
  await s.go(page, '/registrar/regimes');
  const card = page.locator('section', { has: page.getByRole('heading', { name: /浙江省/ }) });
  if (await card.getByRole('button', { name: '采用' }).count()) {
    await card.getByRole('button', { name: '采用' }).click();
    await dialog(page).getByRole('button', { name: '采用', exact: true }).click();
    await s.proposed(page);
    await s.agree('registrar');
  }
  const stamp = Date.now();
  const row = (code, rights, issued, until) =>
    `${code},${holder},2024年江苏省车辆里程数据,江苏省内车辆的里程记录，不含个人信息。,G54,320100,采集生成,${rights},江苏省知识产权局,${issued},${until},证书复印件`;
  const list = [
    '原凭证编号,统一社会信用代码,数据名称,数据概述,行业,地域代码,数据来源,权利,发证机构,发证日期,有效期至,佐证材料',
    row(`JS${stamp}1`, '数据持有权、数据经营权', '2024-05-01', '2027-04-30'),
    row(`ＪＳ${stamp}2`, '数据资源持有权', '2024年5月1日', '2027/4/30'),
    row(`JS${stamp}3`, '持有权', '2021-05-01', '2024-04-30'),
  ].join('\r\n');
  await s.go(page, '/registrar/imports');
  await page
    .locator('#import-file')
    .setInputFiles({ name: '清单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.waitForURL('**/registrar/imports/IM-*');
  await page.getByText('登记 2 行').waitFor();
  await page.getByText('2022 年旧称').waitFor();
  await inspect(page, 'registry-import-report');
  await page.getByRole('button', { name: '登记 2 行' }).click();
  await s.proposed(page, page.locator('main'));
  await s.agree('registrar');
  await page.reload();
  await settle(page);
  assert.equal(await page.locator('main a[href^="/certificates/SJ"]').count(), 2);
});

test('a seizure stands on the certificate for all to see, stops a licence, and is lifted', async () => {
  const { code } = await certificate();
  const page = await s.at('registrar');
  await s.go(page, `/certificates/${code}`);
  await s.propose(page, '登记备注', async (box) => {
    await box.locator('#authority').fill('南京示例中级人民法院');
    await box.locator('#text').fill('协助执行通知书（2026）苏01执1号');
  });
  await s.agree('registrar');
  const holder = await s.at('data company');
  await s.go(holder, `/certificates/${code}`);
  await holder.getByRole('alert').getByText('南京示例中级人民法院').waitFor();
  await inspect(holder, 'registry-seized');
  await holder
    .locator('main')
    .getByRole('button', { name: /^登记许可/ })
    .click();
  const box = dialog(holder);
  await choose(box, 'to', '科技');
  await box.locator('#text').fill('许可合同第 9 号');
  await box.getByRole('button', { name: '登记许可', exact: true }).click();
  await box.getByRole('alert').getByText('annotation.seized').waitFor(); // refused before a colleague is bothered
  await inspect(holder, 'registry-seized-licence');
  await holder.keyboard.press('Escape');
  await s.go(page, `/certificates/${code}`);
  await s.propose(page, '解除备注', (b) => b.locator('#text').fill('解除查封通知书（2026）苏01执1号之一'));
  await s.agree('registrar');
  await s.go(holder, `/certificates/${code}`);
  await holder.getByText(/解除$/).first().waitFor();
  assert.equal(await holder.getByRole('alert').count(), 0);
});

test('a lien is filed as a notice, shown with its rank, extended and released', async () => {
  const registrar = await s.at('registrar');
  const { items } = await s.ask(registrar, '/certificates?limit=200');
  const free = [];
  for (const c of items.filter((x) => x.status === 'live' && x.rights.some((r) => r.right === 'operating'))) {
    const { liens } = await s.ask(registrar, `/certificates/${c.code}`);
    if (liens.length === 0) free.push(c);
  }
  assert.ok(free.length > 0, 'a certificate without liens');
  const bank = await s.at('bank');
  await s.go(bank, `/certificates/${free.at(-1).code}`);
  await s.propose(bank, '登记质权', async (box) => {
    await box.locator('#secured').fill('1,000,000.00');
    await box.locator('#filing_no').fill('20260916000000077');
    await box.locator('#text').fill('质押合同第 77 号');
  });
  await s.agree('bank');
  await s.go(bank, `/certificates/${free.at(-1).code}`);
  await bank.locator('a[href$="/register"]').first().click();
  await bank.waitForURL('**/register');
  await bank.getByText('单方登记').waitFor();
  await inspect(bank, 'registry-notice-lien');
  const lien = new URL(bank.url()).pathname;
  await s.propose(bank, '展期', (box) => box.locator('#months').fill('6'));
  await s.agree('bank');
  await s.go(bank, lien);
  await s.propose(bank, '注销质权登记');
  await s.agree('bank');
  await s.go(bank, lien);
  await bank.locator('main').getByText('质权已终止').waitFor();
});

test('a pledged right is transferred with the pledgee’s consent, and the transferee joins the application', async () => {
  const { code } = await certificate();
  const to = await s.at('second company');
  const { organisation } = await s.ask(to, '/session');
  const holder = await s.at('data company');
  const { liens } = await s.ask(holder, `/certificates/${code}`);
  const bank = await s.at('bank');
  for (const lien of liens) {
    await s.go(bank, `/liens/${lien.id}/register`);
    await s.propose(bank, '同意转让或许可', async (box) => {
      await choose(box, 'to', organisation.uscc);
      await box.locator('#until').fill('2026-12-31');
      await box.locator('#text').fill('同意转让，价款优先清偿本行债权。');
    });
    await s.agree('bank');
    await s.go(bank, `/liens/${lien.id}/register`);
    await bank.getByText('已作的同意').waitFor();
  }
  await inspect(bank, 'registry-consent');
  await s.go(holder, `/certificates/${code}`);
  await s.propose(holder, '转让登记', async (box) => {
    await choose(box, 'to', organisation.uscc);
    await box.locator('#text').fill('按双方协议转让全部权利，价款汇入监管账户。');
    await box.locator('#contact_phone').fill('13800138000');
  });
  await s.agree('data company');
  await s.go(to, '/notices');
  await to.locator('[data-row-link]').first().click();
  await to.waitForURL('**/cases/**');
  await to.getByText('待同意', { exact: true }).waitFor();
  await inspect(to, 'registry-transfer-consent');
  await to.getByRole('button', { name: '同意共同申请' }).click();
  await dialog(to).getByRole('button', { name: '同意共同申请' }).click();
  await s.proposed(to);
  await s.agree('second company');
  const page = await s.at('registrar');
  await s.go(page, '/registrar');
  await page.locator('tr', { hasText: '转让登记' }).first().waitFor();
  await inspect(page, 'registry-queue-transfer');
  await s.go(holder, `/certificates/${code}`);
  await holder.getByText(/正在办理转让登记/).waitFor();
});

test('a stranger objects on the board without scripts; the registrar files it and the case is under inquiry', async () => {
  const context = await s.browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
  const stranger = await context.newPage();
  await stranger.goto(`${s.node.url}/public/publicity`);
  await stranger.locator('article h2 a').first().click();
  const id = new URL(stranger.url()).pathname.split('/').at(-1);
  await stranger.locator('#name').fill('王小明');
  await stranger.locator('#contact').fill('wang@example.cn');
  await stranger.locator('#text').fill('该数据中有由我方设备采集的部分，登记人未取得授权。');
  await stranger.locator('main button').click();
  await stranger.getByText('异议已收到').waitFor();
  await context.close();
  const page = await s.at('registrar');
  await s.go(page, '/registrar/objections');
  await page.getByText('王小明').waitFor();
  await inspect(page, 'registry-stranger');
  await page.locator('main').getByRole('button', { name: '代为提出异议' }).first().click();
  await dialog(page).getByRole('button', { name: '代为提出异议', exact: true }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await s.go(page, `/cases/${id}`);
  await page.locator('header').getByText('异议处理中').waitFor();
  await page.getByText(/王小明/).waitFor();
});
