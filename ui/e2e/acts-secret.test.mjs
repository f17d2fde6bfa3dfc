// A trade secret that two companies register together, by the people who do it: only commitments and a descriptor are registered, a
// stranger learns that it exists, a reader is authorised and logged, and a document is later proved to be the committed one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inspect, settle, visit } from './browser.mjs';
import { button, choose, clear, dialog, stage, steps } from './journey.mjs';
import { bin } from './node.mjs';

const run = promisify(execFile);
const s = stage();
const step = steps();
const recipe = Buffer.from('%PDF-1.7 配料与工艺参数，仅限内部');
const title = '2025年南京市风控特征数据集';
let caseId;
let code;
let opening;

/** Takes a small file in stock, as the agent's command measured it. */
async function stock(page) {
  const dir = await mkdtemp(join(tmpdir(), 'shurong-secret-'));
  try {
    const lines = Array.from({ length: 300 }, (_, i) => `F${i},2025-0${1 + (i % 9)}-11,${(i * 53) % 977}.25`);
    await writeFile(join(dir, 'data.csv'), `编号,日期,得分\n${lines.join('\n')}\n`);
    const { now } = await s.ask(page, '/node');
    const { stdout } = await run(bin, ['profile', join(dir, 'data.csv'), '--json', '--at', now], {
      maxBuffer: 64 << 20,
    });
    const { fact, sketch, profile, scan, quality } = JSON.parse(stdout);
    return (await s.tell(page, '/datasets', { name: title, measurement: fact, sketch, profile, scan, quality })).id;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

step(
  'an application names the second applicant, keeps the secret’s papers apart and answers the secrecy checklist',
  async () => {
    const page = await s.at('data company');
    const other = (await s.ask(await s.at('second company'), '/session')).organisation;
    await s.go(page, `/enterprise/assets/${await stock(page)}/file`);
    await choose(page, 'registrar', '登记');
    await page.locator('#form_summary').fill('本公司业务中形成的特征数据，仅供授权方使用。');
    await page.locator('#form_industry').fill('I65');
    await page.locator('#form_region').fill('320100');
    await choose(page, 'form_region_scope', '市');
    await button(page, '下一步').click();
    await page.locator('#form_source_note').fill('由两家公司在经营中共同采集生成。');
    await button(page, '下一步').click();
    await choose(page, 'form_update_frequency', '月');
    await button(page, '下一步').click();
    await button(page, '添加共同申请人').click();
    await choose(page, 'joint_0_org', other.uscc);
    await page.getByText('按商业秘密登记').click();
    await page.locator('#secret_descriptor').fill('一组用于风险识别的特征及其计算口径。');
    await page
      .locator('#secret_papers')
      .setInputFiles({ name: '计算口径.pdf', mimeType: 'application/pdf', buffer: recipe });
    await page.getByText('计算口径.pdf').waitFor();
    const measures = page.getByRole('radiogroup');
    for (const group of await measures.all()) await group.getByText('已采取', { exact: true }).click();
    await measures.last().getByText('未采取', { exact: true }).click();
    await inspect(page, 'secret-filing');
    await button(page, '下一步').click();
    await page.getByText('按商业秘密登记的不予公示').waitFor();
    await page.locator('#form_contact_phone').fill('13800138000');
    await button(page, '提交复核').click();
    await s.proposed(page, page.locator('main'));
    await s.agree('data company', 'secret-approval');
  },
);

step(
  'the second applicant finds the application in its work list and consents; before that the case does not begin',
  async () => {
    const registrar = await s.at('registrar');
    const { items } = await s.ask(registrar, '/cases?as=registrar&limit=20');
    const filed = items.find((c) => c.title.includes('风控特征'));
    assert.equal(filed.status, 'consenting');
    caseId = filed.id;
    const other = await s.at('second company');
    await s.go(other, '/enterprise/work');
    await other.locator(`a[href="/cases/${caseId}"]`).click();
    await settle(other);
    await inspect(other, 'secret-consent');
    await s.propose(other, '同意共同申请');
    await s.agree('second company', 'secret-consent-approval');
  },
);

step('the officer reviews the secrecy measures; nothing is posted; each applicant gets a certificate', async () => {
  const page = await s.at('registrar');
  await s.tell(page, `/cases/${caseId}/accept`);
  await s.go(page, `/cases/${caseId}/review`);
  await page.getByRole('heading', { name: '保密措施清单' }).waitFor();
  await page.getByText('判定表的意见').waitFor();
  await page
    .getByRole('button', { name: /其余均符合/ })
    .first()
    .click();
  await inspect(page, 'secret-review');
  await clear(s, [caseId]);
  await s.tell(page, `/cases/${caseId}/deposit`);
  await s.bind('registrar', `/cases/${caseId}/certificate`, {});
  await s.go(page, `/cases/${caseId}`);
  const codes = await page.locator('header a[href^="/certificates/SJ"]').allTextContents();
  assert.equal(codes.length, 2, 'one certificate for each applicant');
  await page.getByText('载体标注密级和知悉范围').waitFor(); // measures are told in words
  await inspect(page, 'secret-case');
  const holder = await s.at('data company');
  const { organisation } = await s.ask(holder, '/session');
  for (const c of codes) {
    if ((await s.ask(holder, `/certificates/${c}`)).holder.uscc === organisation.uscc) code = c;
  }
});

step('a stranger learns that the registration exists, and no more', async () => {
  const stranger = await visit(s.browser);
  await stranger.goto(`${s.node.url}/verify?code=${code}`);
  await stranger.getByText('该登记存在').first().waitFor();
  assert.equal(await stranger.getByText('风控特征').count(), 0);
  await stranger.goto(`${s.node.url}/public/publicity?all=1`);
  assert.equal(await stranger.getByText('风控特征').count(), 0);
  await stranger.context().close();
  const bank = await s.at('bank');
  await s.go(bank, `/search?q=${code}`);
  await bank.getByText('未经权利人授权，除存在外不显示其他内容').waitFor();
  await inspect(bank, 'secret-exists');
  await s.go(bank, `/certificates/${code}`);
  assert.equal(await bank.getByText('风控特征').count(), 0);
  await inspect(bank, 'secret-certificate-other');
});

step('the holder authorises a reader, who says what for; the holder reads who, when and why', async () => {
  const holder = await s.at('data company');
  const bank = await s.at('bank');
  const to = (await s.ask(bank, '/session')).organisation;
  await s.go(holder, `/certificates/${code}`);
  await holder.getByRole('button', { name: /^授权查看/ }).click();
  const box = dialog(holder);
  await choose(box, 'to', to.uscc);
  await box.getByText('登记摘要与材料').click();
  await box.locator('#until').fill('2026-12-31');
  await box.getByRole('button', { name: '授权查看', exact: true }).click();
  await box.waitFor({ state: 'hidden' });
  await inspect(holder, 'secret-authorised');
  await s.go(bank, `/certificates/${code}`);
  await bank.getByRole('link', { name: '查看登记摘要' }).click();
  await bank.getByLabel('查看目的').fill('授信尽职调查');
  await inspect(bank, 'secret-purpose');
  await button(bank, '查看登记摘要').click();
  await bank.getByText(title).waitFor();
  await inspect(bank, 'secret-read');
  await button(bank.locator('li', { hasText: '计算口径.pdf' }), '下载').click();
  const paper = dialog(bank);
  await paper.getByLabel('查看目的').fill('核对计算口径');
  const download = bank.waitForEvent('download');
  await paper.getByRole('button', { name: '下载' }).click();
  assert.equal((await download).suggestedFilename(), '计算口径.pdf');
  await s.go(holder, '/access-log');
  await holder.locator('tr', { hasText: '授信尽职调查' }).waitFor();
  await holder.locator('tr', { hasText: '核对计算口径' }).waitFor();
  await inspect(holder, 'secret-access-log');
  await s.go(holder, `/certificates/${code}`);
  await button(holder, '撤销授权').click();
  await holder.getByText('已终止').waitFor();
  await s.go(bank, `/search?q=${code}`);
  await bank.getByText('未经权利人授权').waitFor();
});

step(
  'the holder proves to whom it chooses that a document is the one registered; one byte more and it is not',
  async () => {
    const holder = await s.at('data company');
    await s.go(holder, '/papers');
    await button(holder.locator('tr', { hasText: '计算口径.pdf' }), '出示凭据').click();
    await dialog(holder).getByText('盐值').waitFor();
    await inspect(holder, 'secret-opening');
    const { items } = await s.ask(holder, '/papers');
    opening = await s.ask(holder, `/papers/${items.find((p) => p.name === '计算口径.pdf').id}/opening`);
    const shown = await dialog(holder).textContent();
    assert.ok(
      shown.includes(opening.commitment) && shown.includes(opening.salt),
      'what is handed over stands in the dialog',
    );
    const chosen = await visit(s.browser);
    for (const [bytes, verdict, picture] of [
      [recipe, '就是登记的那份', 'secret-proven'],
      [Buffer.concat([recipe, Buffer.from(' ')]), '不是登记的那份', 'secret-not-proven'],
    ]) {
      await chosen.goto(`${s.node.url}/public/document`);
      await chosen.locator('#file').setInputFiles({ name: '计算口径.pdf', mimeType: 'application/pdf', buffer: bytes });
      await chosen.locator('#commitment').fill(opening.commitment);
      await chosen.locator('#salt').fill(opening.salt);
      await chosen.locator('main button').click();
      await chosen.locator('.verdict').getByText(verdict).waitFor();
      await inspect(chosen, picture);
    }
    await chosen.context().close();
  },
);
