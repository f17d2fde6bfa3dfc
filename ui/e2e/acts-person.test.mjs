// A natural person in the register, by those who deal with one: admitted by number and commitment, read for a purpose that the person
// finds written down, a transferee that keeps its certificate, and erased once nothing of its is in force.
import assert from 'node:assert/strict';
import { inspect, settle, visit } from './browser.mjs';
import { button, choose, clear, dialog, earlier, openAct, stage, steps } from './journey.mjs';

const s = stage();
const step = steps();
const who = { name: '赵明远', id: '11010519491231002X', phone: '13611112222' };
let number;
let code;
let own;

step('a registrar admits a person; a wrong identity number is explained at the field', async () => {
  const page = await s.at('registrar');
  await s.go(page, '/registrar/persons');
  await page.getByText('没有接纳自然人').waitFor();
  await button(page.locator('main'), '接纳自然人').click();
  const box = dialog(page);
  await box.locator('#name').fill(who.name);
  await box.locator('#id_number').fill('110105194912310021');
  await choose(box, 'province', '江苏');
  await box.locator('#phone').fill(who.phone);
  await box.getByRole('button', { name: '接纳自然人', exact: true }).click();
  await box.locator('.ant-form-item-explain-error').waitFor();
  await inspect(page, 'person-wrong-number');
  await box.locator('#id_number').fill(who.id);
  await box.getByRole('button', { name: '接纳自然人' }).click();
  await box.waitFor({ state: 'hidden' });
  number = (await page.locator('main td code').first().textContent()).trim();
  assert.match(number, /^NP-/);
  assert.equal(await page.getByText(who.name).count(), 0, 'the list has no names');
  await inspect(page, 'person-list');
});

step('particulars are read for a purpose only, and are gone from the page when they are closed', async () => {
  const page = await s.at('registrar');
  await button(page.locator('main'), '查看身份信息').click();
  const box = dialog(page);
  await box.getByRole('button', { name: '查看身份信息' }).click();
  await box.locator('.ant-form-item-explain-error').waitFor();
  await box.getByLabel('查看目的').fill('核对申请人身份');
  await box.getByRole('button', { name: '查看身份信息' }).click();
  await box.getByText(who.name).waitFor();
  await inspect(page, 'person-read');
  await page.keyboard.press('Escape');
  await page.getByText(who.name).waitFor({ state: 'detached' });
});

step('nothing of the person is in the log', async () => {
  const page = await s.at('registrar');
  const { items } = await s.ask(page, '/log/entries?from=150&limit=200');
  const admitted = items.find((e) => e.leaf.includes('person.admit'));
  assert.ok(admitted, 'the admission is an entry');
  for (const secret of [who.name, who.id, who.phone]) assert.ok(!JSON.stringify(items).includes(secret));
  await s.go(page, `/log/${admitted.index}`);
  await page.getByText('person.admit').first().waitFor();
  await inspect(page, 'person-log-entry');
});

step('the node’s administrator lets the person in by a link; the person reads who looked and why', async () => {
  const admin = await visit(s.browser);
  await s.enter(admin, 'operator', s.node.signIns.password);
  await s.go(admin, '/admin/users');
  const links = [];
  for (const [account, name] of [
    ['zhaomingyuan', '本人'],
    ['zhaodaili', '代理人'],
  ]) {
    await button(admin.locator('main'), '邀请用户').first().click();
    const box = dialog(admin);
    await box.locator('#account').fill(account);
    await box.locator('#name').fill(name);
    await choose(box, 'org', number);
    await box.locator('#roles input').first().check();
    await box.locator('button[type=submit]').click();
    const link = box.locator('code', { hasText: '#' });
    links.push((await link.textContent()).trim());
    await admin.keyboard.press('Escape');
  }
  await admin.context().close();
  own = [];
  for (const link of links) {
    const page = await visit(s.browser);
    const url = new URL(link);
    await page.goto(s.node.url + url.pathname + url.hash);
    await page.locator('#password').fill('my-own-words-2026');
    await page.locator('#again').fill('my-own-words-2026');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((u) => !u.pathname.startsWith('/password'));
    await settle(page);
    own.push(page);
  }
  await s.go(own[0], '/access-log');
  await own[0].locator('tr', { hasText: '核对申请人身份' }).waitFor();
  await inspect(own[0], 'person-access-log');
});

step(
  'rights are transferred to the person, who consents; while its certificate is in force nothing can be erased',
  async () => {
    const holder = await s.at('data company');
    const { organisation } = await s.ask(holder, '/session');
    const [from] = await earlier(s, organisation.uscc, [{ title: '2025年江苏省骑行轨迹数据' }]);
    await s.go(holder, `/certificates/${from}`);
    await s.propose(holder, '转让登记', async (box) => {
      await choose(box, 'to', number);
      await box.locator('#text').fill('转让给数据来源者本人。');
      await box.locator('#contact_phone').fill('13800138000');
    });
    await s.agree('data company', 'person-transfer-approval');
    const { cases } = await s.ask(holder, `/certificates/${from}/titles`);
    const id = cases[0].id;
    await s.go(own[0], '/enterprise/work');
    await own[0].locator(`a[href="/cases/${id}"]`).click();
    await settle(own[0]);
    await s.propose(own[0], '同意共同申请');
    await s.go(own[1], s.asked);
    await button(own[1], '同意').click();
    await own[1].getByText('已同意并执行', { exact: true }).waitFor();
    await clear(s, [id]);
    await s.tell(await s.at('registrar'), `/cases/${id}/deposit`);
    await s.bind('registrar', `/cases/${id}/conclude`);
    const page = await s.at('registrar');
    await s.go(page, `/cases/${id}`);
    const certificates = await page.locator('header a[href^="/certificates/SJ"]').allTextContents();
    code = certificates.at(-1);
    await s.go(own[0], `/certificates/${code}`);
    await own[0].locator('header').getByText('有效', { exact: true }).waitFor();
    await own[0].getByText(number).first().waitFor();
    await inspect(own[0], 'person-certificate');
    await s.go(page, '/registrar/persons');
    await button(page.locator('main'), '删除').click();
    await dialog(page).getByRole('button', { name: '删除身份信息', exact: true }).click();
    await dialog(page).getByRole('alert').waitFor();
    await inspect(page, 'person-needed');
    await page.keyboard.press('Escape');
  },
);

step('once the certificate has ended the person’s particulars are erased, and nobody can read them again', async () => {
  await s.go(own[0], `/certificates/${code}`);
  await s.propose(own[0], '注销登记', async (box) => {
    await box.locator('#text').fill('不再需要登记。');
    await box.locator('#contact_phone').fill(who.phone);
  });
  await s.go(own[1], s.asked);
  await button(own[1], '同意').click();
  await own[1].getByText('已同意并执行', { exact: true }).waitFor();
  const page = await s.at('registrar');
  const { cases } = await s.ask(page, `/certificates/${code}/titles`);
  await clear(s, [cases[0].id]);
  await s.tell(page, `/cases/${cases[0].id}/deposit`);
  await s.bind('registrar', `/cases/${cases[0].id}/conclude`);
  await s.go(page, '/registrar/persons');
  const box = await openAct(page, '删除');
  await box.getByText('不能恢复').waitFor();
  await box.getByRole('button', { name: '删除身份信息', exact: true }).click();
  await box.waitFor({ state: 'hidden' });
  await page.getByText('已删除').waitFor();
  assert.equal(await page.getByRole('button', { name: '查看身份信息' }).count(), 0);
  await inspect(page, 'person-erased');
  await s.go(page, `/certificates/${code}`);
  await page.locator('header').getByText('已注销', { exact: true }).waitFor(); // the register keeps number and title
  for (const p of own) await p.context().close();
});
