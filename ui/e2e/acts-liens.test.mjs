// What becomes of liens on the register, by the people who do it: two banks file, the first yields its rank and the second takes it,
// one amends, extends and assigns, the pledgor objects, a court's document releases, the register tells what is unsecured.
import assert from 'node:assert/strict';
import { inspect } from './browser.mjs';
import { choose, earlier, openAct, stage, steps } from './journey.mjs';

const s = stage();
const step = steps();
let code;
const liens = {};

/** Files a lien on the certificate as a bank, which names those it found ahead. */
async function file(desk, yuan, number) {
  const page = await s.at(desk);
  await s.go(page, `/certificates/${code}`);
  await s.propose(page, '登记质权', async (box) => {
    await box.locator('#secured').fill(yuan);
    await box.locator('#ip_no').fill(number);
    await box.locator('#text').fill(`质押合同 ${number}`);
  });
  await s.agree(desk, desk === 'bank' ? 'liens-file-approval' : undefined);
  const { liens: live } = await s.ask(page, `/certificates/${code}`);
  liens[desk] = `/liens/${live.at(-1).id}/register`;
}

const rank = (page) => page.locator('tr', { hasText: '本质权' }).locator('td').first();

step('two banks file on one certificate: the second stands behind the first, whose lien it was shown', async () => {
  const holder = await s.at('data company');
  const { organisation } = await s.ask(holder, '/session');
  [code] = await earlier(s, organisation.uscc, [{ title: '2025年江苏省路侧停车泊位数据' }]);
  await file('bank', '5,000,000.00', '苏知质2026001');
  await file('second bank', '2,000,000.00', '苏知质2026002');
  const page = await s.at('second bank');
  await s.go(page, liens['second bank']);
  assert.match(await rank(page).textContent(), /2/);
  await inspect(page, 'liens-second');
  await s.go(holder, '/notices');
  await holder.locator('tr', { hasText: '登记质权' }).nth(1).waitFor(); // the pledgor is sent a copy of both
  await inspect(holder, 'liens-notices');
});

step('more cannot be secured while somebody stands behind; less can', async () => {
  const page = await s.at('bank');
  await s.go(page, liens.bank);
  const box = await openAct(page, '变更登记内容');
  await box.locator('#secured').fill('6,000,000.00');
  await box.locator('#text').fill('补充协议一');
  await box.getByRole('button', { name: '变更登记内容', exact: true }).click();
  await box.getByRole('alert').getByText('lien.more_secured').waitFor();
  await inspect(page, 'liens-more-secured');
  await box.locator('#secured').fill('4,000,000.00');
  // Not by the exact name: for a moment after an answer it still has the word of the icon that turned.
  await box.getByRole('button', { name: '变更登记内容' }).click();
  await s.proposed(page);
  await s.agree('bank', 'liens-amend-approval');
  await s.go(page, liens.bank);
  await page.getByText('4,000,000.00').first().waitFor();
});

step('the first yields, the second takes the rank: both signed the same agreement', async () => {
  const first = await s.at('bank');
  await s.go(first, liens.bank);
  await s.propose(first, '让与顺位', (box) => box.locator('#text').fill('顺位变更协议'));
  await s.agree('bank', 'liens-yield-approval');
  await s.go(first, liens.bank);
  await first.getByText(/已同意让与顺位给/).waitFor();
  const second = await s.at('second bank');
  await s.go(second, liens['second bank']);
  await inspect(second, 'liens-offered');
  await s.propose(second, '接受让与的顺位');
  await s.agree('second bank', 'liens-advance-approval');
  await s.go(second, liens['second bank']);
  assert.match(await rank(second).textContent(), /1/);
  await s.go(first, liens.bank);
  assert.match(await rank(first).textContent(), /2/);
});

step('a lien is extended before its term ends, and assigned with its claim', async () => {
  const page = await s.at('bank');
  await s.go(page, liens.bank);
  const until = page.locator('dt', { hasText: '登记期限至' }).locator('xpath=following-sibling::dd');
  const before = await until.textContent();
  await s.propose(page, '展期', (box) => box.locator('#months').fill('6'));
  await s.agree('bank', 'liens-extend-approval');
  await s.go(page, liens.bank);
  assert.notEqual(await until.textContent(), before);
  const to = (await s.ask(await s.at('guarantor'), '/session')).organisation;
  await s.propose(page, '转让质权', async (box) => {
    await choose(box, 'to', to.uscc);
    await box.locator('#text').fill('债权转让协议');
  });
  await s.agree('bank', 'liens-assign-approval');
  await s.go(page, liens.bank);
  await page.getByText('质权转让记载').waitFor();
  await inspect(page, 'liens-assigned');
  assert.equal(
    await page.getByRole('button', { name: /^转让质权/ }).count(),
    0,
    'it is no longer the first bank’s to assign',
  );
  const guarantor = await s.at('guarantor');
  await s.go(guarantor, liens.bank);
  await guarantor.getByRole('button', { name: /^转让质权/ }).waitFor();
});

step('the pledgor’s objection stands beside the lien until it is ended', async () => {
  const holder = await s.at('data company');
  await s.go(holder, '/liens');
  await inspect(holder, 'liens-of-pledgor');
  await s.go(holder, liens.bank);
  await s.propose(holder, '对质权登记提出异议', (box) => box.locator('#text').fill('主债务已于上月清偿。'));
  await s.agree('data company', 'liens-object-approval');
  const guarantor = await s.at('guarantor');
  await s.go(guarantor, liens.bank);
  await guarantor.getByText('异议未结束').waitFor();
  await inspect(guarantor, 'liens-objected');
  await s.go(holder, liens.bank);
  const box = await openAct(holder, '结束异议');
  await box.getByRole('button', { name: '结束异议', exact: true }).click();
  await box.waitFor({ state: 'hidden' });
  await holder.getByText(/结束$/).first().waitFor();
});

step('a pledgee releases; the registrar releases on a court’s document; the search shows none', async () => {
  const bank = await s.at('second bank');
  await s.go(bank, liens['second bank']);
  await s.propose(bank, '注销质权登记');
  await s.agree('second bank', 'liens-release-approval');
  const page = await s.at('registrar');
  await s.go(page, liens.bank);
  await s.propose(page, '强制注销', async (box) => {
    await box
      .locator('#papers')
      .setInputFiles({ name: '民事判决书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 judgment') });
    await box.getByText('民事判决书.pdf').waitFor();
    await inspect(page, 'liens-compel');
  });
  await s.agree('registrar', 'liens-compel-approval');
  await s.go(page, liens.bank);
  await page.locator('main').getByText('质权已终止').waitFor();
  await inspect(page, 'liens-compelled');
  await s.go(page, `/certificates/${code}`);
  await page.getByText('没有质押').waitFor();
});

step('a lien whose certificate is about to lapse alerts its pledgee, and is unsecured after', async () => {
  const holder = await s.at('data company');
  const { organisation } = await s.ask(holder, '/session');
  [code] = await earlier(s, organisation.uscc, [{ title: '2025年江苏省加油站油价数据', until: '2026-10-20' }]);
  await file('bank', '800,000.00', '苏知质2026003');
  const page = await s.at('bank');
  await s.go(page, '/liens');
  await page.locator('tr', { hasText: code }).getByText('余').waitFor();
  await inspect(page, 'liens-alert');
  await s.forward('2026-10-21');
  await s.go(page, '/liens');
  await page.locator('tr', { hasText: code }).getByText('已无担保').waitFor();
  await s.go(page, liens.bank);
  await page.locator('main').getByText('凭证已失效').waitFor();
  await s.go(holder, `/certificates/${code}`);
  await holder
    .getByRole('alert')
    .getByText(/已无担保/)
    .waitFor();
  await inspect(holder, 'liens-unsecured');
});
