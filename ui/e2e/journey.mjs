// What journeys share: people of the worked example by desk, one sign-in and one page a person, acts by the names that people read,
// the colleague's agreement. What a journey needs but is not about goes through the API, as the same people.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { inspect, openBrowser, settle, visit, widths } from './browser.mjs';
import { startNode } from './node.mjs';

// People of the worked example beyond those the node prints: a second bank's, and those of a second data company.
const others = {
  'second bank': { maker: 'renyong', checker: 'yaoyan' },
  'second company': { maker: 'songyutong', checker: 'zhengqiang' },
};

/** Sets up a file's journeys: a node, a browser, and the people's pages, which are closed when the file is done. */
export function stage(start = startNode) {
  const pages = new Map();
  const doors = new Map(); // by account: the cookies of its session
  const s = { node: null, browser: null, asked: '' };
  before(async () => {
    [s.node, s.browser] = await Promise.all([start(), openBrowser()]);
  });
  after(async () => {
    await s.browser?.close();
    await s.node?.stop();
  });

  const account = (desk, part) => ({ ...s.node.signIns.desks, ...others })[desk][part];

  /** The open page of a desk's maker or checker; a person signs in once. */
  async function at(desk, part = 'maker', how = {}) {
    const key = `${desk}/${part}`;
    if (!pages.has(key)) {
      const page = await visit(s.browser, how);
      await enter(page, account(desk, part), s.node.signIns.password);
      pages.set(key, page);
    }
    return pages.get(key);
  }

  /** Signs a page's visitor in without the form, which has journeys of its own. */
  async function enter(page, name, password) {
    const answer = await page.request.post(`${s.node.url}/api/v1/session`, {
      headers: { Origin: s.node.url, 'Idempotency-Key': randomUUID() },
      data: { account: name, password },
    });
    assert.ok(answer.ok(), `sign-in of ${name}: ${answer.status()} ${await answer.text()}`);
  }

  /** A new page of a desk's maker, in a language and a width, where the desk opens. The session is the one that the person has. */
  async function as(desk, how) {
    const page = await visit(s.browser, how);
    const name = account(desk, 'maker');
    if (doors.has(name)) {
      await page.context().addCookies(doors.get(name));
    } else {
      await enter(page, name, s.node.signIns.password);
      doors.set(name, await page.context().cookies());
    }
    await go(page, '/');
    return page;
  }

  async function go(page, path) {
    await page.goto(s.node.url + path);
    await settle(page);
  }

  /** Reads from the API as whoever is signed in on the page. */
  async function ask(page, path) {
    const answer = await page.request.get(`${s.node.url}/api/v1${path}`);
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }

  /** Sends to the API as whoever is signed in on the page. A buffer goes up as it is. */
  async function tell(page, path, data = {}) {
    const type = Buffer.isBuffer(data) ? { 'Content-Type': 'application/octet-stream' } : {};
    const answer = await page.request.post(`${s.node.url}/api/v1${path}`, {
      headers: { Origin: s.node.url, 'Idempotency-Key': randomUUID(), ...type },
      data,
    });
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
    const text = await answer.text();
    return text ? JSON.parse(text) : {};
  }

  /** What binds, as the maker asks for it and the checker agrees, both through the API. */
  async function bind(desk, path, data) {
    const { approval } = await tell(await at(desk), path, data);
    await tell(await at(desk, 'checker'), `/approvals/${approval}/approve`);
  }

  /** Opens what can be done by its name, fills it in and sends it to the colleague. */
  async function propose(page, name, fill = async () => {}) {
    const box = await openAct(page, name);
    await fill(box);
    await box.getByRole('button', { name, exact: true }).click();
    await proposed(page, box);
  }

  /** The dialog says that a colleague has to agree, and where. */
  async function proposed(page, box = dialog(page)) {
    await box.getByText('等本单位另一人复核').waitFor();
    s.asked = await box.locator('a[href^="/approvals/"]').getAttribute('href');
    await page.keyboard.press('Escape');
  }

  /** The second person reads what was asked for last and agrees. */
  async function agree(desk, picture) {
    const page = await at(desk, 'checker');
    await go(page, s.asked);
    await page.getByText('同意前后').waitFor();
    await settle(page);
    if (picture) await inspect(page, picture);
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page.getByText('已同意并执行', { exact: true }).waitFor();
  }

  /** Moves the example's clock to the morning of a day, or by so many days. */
  async function forward(to) {
    const page = await at('registrar');
    const { now } = await ask(page, '/node');
    const day = typeof to === 'string' ? to : addDays(now, to);
    await tell(page, '/example/clock', { to: `${day}T09:00:00+08:00` });
  }

  return Object.assign(s, { at, as, enter, go, ask, tell, bind, propose, proposed, agree, forward });
}

const addDays = (now, n) => new Date(Date.parse(now) + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10);

export const dialog = (page) => page.locator('dialog[open]');
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Ways to look at a page, and the other two: between them both languages at both widths, light and dark. */
const way = (language, width, scheme) => ({ language, width: widths[width], scheme, name: `${language}-${width}` });
export const ways = [way('zh', 'wide', 'light'), way('en', 'narrow', 'dark')];
export const otherWays = [way('zh', 'narrow', 'dark'), way('en', 'wide', 'light')];

/** Opens the dialog of what can be done, by the first words of its line. */
export async function openAct(page, name) {
  await page
    .locator('main')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  return dialog(page);
}

/** Chooses from a list by a part of a choice's words; a long list is searched. */
export async function choose(box, id, words) {
  const list = box.locator(`#${id}`);
  await list.click();
  if (await list.isEditable()) await list.fill(words);
  await box.locator('.ant-select-item-option:visible', { hasText: words }).first().click();
}

/** Steps go on where the one before ended: after a failure the rest would only wait for what cannot come. */
export function steps() {
  let broken = false;
  return (title, run) =>
    test(title, async (t) => {
      if (broken) return t.skip('an earlier step failed');
      try {
        await run();
      } catch (err) {
        broken = true;
        throw err;
      }
    });
}

const passed = { passed: true };

/** Brings cases of the registrar's to where they can be put in evidence: accepted, reviewed, posted, the clock moved. */
export async function clear(s, ids) {
  const page = await s.at('registrar');
  for (const id of ids) {
    const c = await s.ask(page, `/cases/${id}`);
    if (c.acts.includes('accept')) await s.tell(page, `/cases/${id}/accept`);
    await s.bind('registrar', `/cases/${id}/review`, {
      accuracy: passed,
      compliance: passed,
      clarity: passed,
      text: '描述准确，来源合规，产权明确。',
      determinations: c.findings.map((f) => ({ case: f.case, text: '经核实，两者各有来源，予以披露。' })),
    });
    await s.tell(page, `/cases/${id}/post`, { withheld: c.withhold });
  }
  await s.forward(21); // the longest publicity is ten working days
}

/**
 * Registers earlier certificates of a company's from a list, so that a journey has some of its own: no liens, all three rights.
 * They stand under rules that were adopted for it.
 */
export async function earlier(s, holder, rows) {
  const page = await s.at('registrar');
  const profile = 'zhejiang-ip-2023';
  const { items } = await s.ask(page, '/rule-profiles');
  if (!items.some((r) => r.profile.name === profile && r.adopted > 0)) {
    await s.bind('registrar', `/rule-profiles/${profile}/adopt`);
  }
  const stamp = randomUUID().slice(0, 8);
  const head =
    '原凭证编号,统一社会信用代码,数据名称,数据概述,行业,地域代码,数据来源,权利,发证机构,发证日期,有效期至,佐证材料';
  const lines = rows.map(
    (r, i) =>
      `JS${stamp}${i},${holder},${r.title},${r.title}，不含个人信息。,G54,320100,采集生成,数据持有权、数据使用权、数据经营权,江苏省知识产权局,2024-05-01,${r.until ?? '2027-04-30'},证书复印件`,
  );
  const list = Buffer.from([head, ...lines].join('\n'));
  const { id } = await s.tell(page, `/recognitions?name=list.csv&profile=${profile}`, list);
  await s.bind('registrar', `/recognitions/${id}/carry`);
  const report = await s.ask(page, `/recognitions/${id}`);
  return report.rows.map((r) => r.certificate);
}
