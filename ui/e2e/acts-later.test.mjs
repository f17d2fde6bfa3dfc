// Later registrations by the people who ask for them, to their conclusion: a renewal in its window, a transfer that the transferee
// consents to, a cancellation; then objections after registration, contested and agreed to.
import assert from 'node:assert/strict';
import { inspect, settle } from './browser.mjs';
import { button, choose, clear, dialog, earlier, stage, steps } from './journey.mjs';

const s = stage();
const step = steps();
let renewed;
let transferred;
let cancelled;
let disputed;
let to;

/** The case about a certificate that is open now. */
async function openCase(page, code) {
  const { cases } = await s.ask(page, `/certificates/${code}/titles`);
  return cases[0].id;
}

step('a renewal is offered in its window only; what the maker asks for, the checker reads', async () => {
  const holder = await s.at('data company');
  const { organisation } = await s.ask(holder, '/session');
  [renewed, transferred, cancelled, disputed] = await earlier(s, organisation.uscc, [
    { title: '2025年江苏省停车场泊位数据', until: '2027-01-31' },
    { title: '2025年江苏省网约车订单数据' },
    { title: '2025年江苏省公交到站数据' },
    { title: '2025年江苏省充电桩使用数据' },
  ]);
  await s.go(holder, `/certificates/${transferred}`);
  await holder.getByText('自 2026-10-30 起可以申请').waitFor();
  await s.go(holder, `/certificates/${renewed}`);
  await s.propose(holder, '续期登记', async (box) => {
    await box.locator('#text').fill('数据持续更新，申请续期三年。');
    await box.locator('#contact_phone').fill('13800138000');
    await inspect(holder, 'later-renewal');
  });
  await s.agree('data company', 'later-renewal-approval');
  await s.go(holder, `/certificates/${renewed}`);
  await holder.getByText(/正在办理续期登记/).waitFor();
});

step('a cancellation says that it cannot be undone', async () => {
  const holder = await s.at('data company');
  await s.go(holder, `/certificates/${cancelled}`);
  await s.propose(holder, '注销登记', async (box) => {
    await box.getByText('不能恢复').waitFor();
    await box.getByText('数据已灭失').click();
    await box.locator('#text').fill('原始数据已按合同销毁，附销毁记录。');
    await box.locator('#contact_phone').fill('13800138000');
  });
  await s.agree('data company', 'later-cancellation-approval');
});

step('a transfer waits for the transferee, who finds it among its notices and consents', async () => {
  const holder = await s.at('data company');
  to = (await s.ask(await s.at('second company'), '/session')).organisation;
  await s.go(holder, `/certificates/${transferred}`);
  await s.propose(holder, '转让登记', async (box) => {
    await choose(box, 'to', to.uscc);
    await box.locator('#text').fill('转让全部权利，价款一次付清。');
    await box.locator('#contact_phone').fill('13800138000');
  });
  await s.agree('data company', 'later-transfer-approval');
  const other = await s.at('second company');
  await s.go(other, '/notices');
  await other.locator('[data-row-link]').first().click();
  await other.waitForURL('**/cases/**');
  await other.getByText('待同意', { exact: true }).waitFor();
  await s.propose(other, '同意共同申请');
  await s.agree('second company', 'later-consent-approval');
});

step(
  'the registrar’s queue has the three, each by its clock; reviewed, posted and put in evidence they are concluded',
  async () => {
    const page = await s.at('registrar');
    await s.go(page, '/registrar');
    for (const type of ['续期登记', '注销登记', '转让登记'])
      await page.locator('tr', { hasText: type }).first().waitFor();
    const ids = [];
    for (const code of [renewed, cancelled, transferred]) ids.push(await openCase(page, code));
    await clear(s, ids);
    for (const [i, id] of ids.entries()) {
      await s.go(page, `/cases/${id}`);
      await button(page.locator('main'), '信息存证').click();
      await button(dialog(page), '信息存证').click();
      await button(page.locator('main'), '办结登记').waitFor();
      if (i === 0) await inspect(page, 'later-deposited');
      await s.propose(page, '办结登记');
      await s.agree('registrar', i === 0 ? 'later-conclude-approval' : undefined);
    }
  },
);

step(
  'the renewed certificate has its new term, the cancelled one has ended, the transferee has its own with the chain of title',
  async () => {
    const holder = await s.at('data company');
    await s.go(holder, `/certificates/${renewed}`);
    await holder.locator('header').getByText('有效', { exact: true }).waitFor();
    await holder.locator('ol li[data-type=renewal]').waitFor();
    assert.equal(await holder.getByText('2027-01-31').count(), 1, 'the old term is history');
    await inspect(holder, 'later-renewed');

    await s.go(holder, `/certificates/${cancelled}`);
    await holder.locator('header').getByText('已注销', { exact: true }).waitFor();
    await holder.locator('ol li[data-type=cancellation]').waitFor();
    await inspect(holder, 'later-cancelled');

    const other = await s.at('second company');
    await s.go(other, `/certificates/${transferred}`);
    await other.locator('header').getByText('已注销', { exact: true }).waitFor();
    await other.locator('ol li[data-type=transfer] a[href^="/certificates/SJ"]').first().click();
    await other.waitForURL((u) => !u.pathname.endsWith(transferred));
    await settle(other);
    await other
      .getByText(to.name_zh ?? to.name)
      .first()
      .waitFor();
    await other.locator('section ol li[data-type=initial]').waitFor(); // the chain begins with the first registration
    await inspect(other, 'later-transferred');
    await button(other, '在浏览器内验证').click();
    await other.getByText(/^验证通过( ·|$)/).waitFor();
  },
);

step(
  'an objection after registration: five working days to tell the registrant, who does not agree; it is dismissed',
  async () => {
    const { case: id } = await s.ask(await s.at('bank'), `/certificates/${disputed}`);
    const bank = await s.at('bank');
    await s.go(bank, `/cases/${id}`);
    await openAndSend(bank, '提出异议', (box) =>
      box.locator('textarea').fill('其中两处充电站由我行客户运营，未见授权。'),
    );
    const page = await s.at('registrar');
    await s.go(page, '/registrar');
    await page.locator('tr', { hasText: '充电桩' }).getByText('通知').waitFor();
    await inspect(page, 'late-queue');
    await s.go(page, `/cases/${id}`);
    await inspect(page, 'late-case');
    await openAndSend(page, '通知权利人');
    const holder = await s.at('data company');
    await s.go(holder, `/certificates/${disputed}`);
    await holder.getByText('未决异议 1 项').waitFor();
    await s.go(holder, `/cases/${id}`);
    await openAndSend(holder, '答复异议', async (box) => {
      await box.getByText('不同意异议').click();
      await box.locator('textarea').fill('两处充电站均由本公司建设运营，附合同。');
      await inspect(holder, 'late-answer');
    });
    await holder.getByText('两处充电站均由本公司建设运营').waitFor();
    await s.go(page, `/cases/${id}`);
    await s.propose(page, '作出异议结论', (box) => box.locator('textarea').fill('权属清楚，异议不成立。'));
    await s.agree('registrar', 'late-dismissed-approval');
    await s.go(holder, `/cases/${id}`);
    await holder.getByText('异议不成立').first().waitFor();
  },
);

step('a second objection is agreed to, upheld, and ends the certificate', async () => {
  const { case: id } = await s.ask(await s.at('second bank'), `/certificates/${disputed}`);
  const bank = await s.at('second bank');
  await s.go(bank, `/cases/${id}`);
  await openAndSend(bank, '提出异议', (box) => box.locator('textarea').fill('其中一家电站已于两年前转让给他方。'));
  const page = await s.at('registrar');
  await s.go(page, `/cases/${id}`);
  await openAndSend(page, '通知权利人');
  const holder = await s.at('data company');
  await s.go(holder, '/enterprise/work');
  await inspect(holder, 'late-holder-work');
  await s.go(holder, `/cases/${id}`);
  await openAndSend(holder, '答复异议', async (box) => {
    await box.getByText('同意异议', { exact: true }).click();
    await box.locator('textarea').fill('情况属实，同意注销。');
  });
  await s.go(page, `/cases/${id}`);
  await s.propose(page, '作出异议结论', async (box) => {
    await box.getByText('异议成立', { exact: true }).click();
    await box.locator('textarea').fill('权利人同意异议，登记应予注销。');
  });
  await s.agree('registrar', 'late-upheld-approval');
  await s.go(holder, `/certificates/${disputed}`);
  await holder.locator('header').getByText('已注销', { exact: true }).waitFor();
});

/** An act that is done at once: its dialog closes. */
async function openAndSend(page, name, fill = async () => {}) {
  await button(page.locator('main'), name).first().click();
  const box = dialog(page);
  await fill(box);
  await button(box, name).click();
  await box.waitFor({ state: 'hidden' });
  await settle(page);
}
