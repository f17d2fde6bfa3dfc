// @vitest-environment node
import { expect, test } from 'vitest';
import { canonical } from './canon';
import { verifyCredential } from './credential';
import { type Credential, type Kind, parseCredential } from './document';
import type { ProofFault } from './hash';
import { makeCredential, type Wishes } from './twin.test-support';

const today = '2026-04-01';
const code = 'SJ3312026030001';
type Facts = Map<string, unknown>;

const alter = (facts: Facts, key: string, members: object) =>
  facts.set(key, { ...(facts.get(key) as object), ...members });
const cert = (facts: Facts, members: object) => alter(facts, `certificate/${code}`, members);

async function said(change: (facts: Facts) => void, wishes: Wishes = {}, on = today) {
  const { text, logKey } = await makeCredential(change, wishes);
  const r = await verifyCredential(text, { today: on, logKey });
  const doubts = r.steps.filter((s) => s.doubt).map((s) => s.code);
  return { ...r, code: (r.fault as ProofFault | undefined)?.code, doubts };
}

function seize(facts: Facts, more: object = {}) {
  facts.set(`notes/${code}`, { annotations: ['a1'] });
  facts.set('annotation/a1', { id: 'a1', certificate: code, kind: 'seizure', from: '2026-03-25', ...more });
}

test('a certificate may come of a transfer or of a recognition, and of nothing else', async () => {
  for (const command of ['certificate.issue', 'case.conclude', 'certificate.recognise']) {
    expect((await said(() => {}, { command })).code).toBeUndefined();
  }
  expect((await said(() => {}, { command: 'case.file' })).code).toBe('credential.entry');
});

test('128 facts about one certificate are read, 1,024 of a list, one more is not', async () => {
  const { text } = await makeCredential(() => {}, { kind: 'status' });
  const { facts, ...rest } = JSON.parse(text) as Credential;
  const of = (kind: Kind, n: number) => () =>
    parseCredential(canonical({ ...rest, kind, facts: Array.from({ length: n }, () => facts[0]) }));
  for (const [kind, most] of [['status', 128] as const, ['holder_search', 1024] as const]) {
    expect(of(kind, most)).not.toThrow();
    expect(of(kind, most + 1)).toThrow('credential.form');
  }
});

test('a seizure in force is told; one that was lifted or has ended is not', async () => {
  const held = await said(seize);
  expect([held.live, held.states, held.doubts]).toEqual([true, ['seized', 'valid'], ['seized']]);
  expect((await said((f) => seize(f, { lifted_on: '2026-03-30' }))).states).toEqual(['valid']);
  expect((await said((f) => seize(f, { until: '2026-03-31' }))).states).toEqual(['valid']);
  expect((await said((f) => seize(f, { certificate: 'SJ3312026030002' }))).code).toBe('credential.fact');
});

test('a renewal that was applied for in time keeps a certificate in force past its term', async () => {
  const after = '2031-03-25';
  const lapsed = await said(() => {}, {}, after);
  expect([lapsed.live, lapsed.states, lapsed.doubts]).toEqual([false, ['lapsed'], ['expired']]);
  const open = await said((f) => cert(f, { renewing: {} }), {}, after);
  expect([open.live, open.states, open.doubts]).toEqual([true, ['valid'], ['renewing']]);
  expect((await said((f) => cert(f, { renewing: { until: after } }), {}, after)).live).toBe(true);
  expect((await said((f) => cert(f, { renewing: { until: '2031-03-24' } }), {}, after)).live).toBe(false);
});

test('what holds at once is named, the gravest first', async () => {
  const r = await said((f) => {
    cert(f, { cancelled: true, objections: ['o1'] });
    seize(f);
    f.set(`encumbrance/${code}`, { liens: ['l1'] });
    f.set('lien/l1', { id: 'l1', pledgee: 'B', secured_fen: 100, filing_no: 'Z1', certificate: code });
  });
  expect(r.states).toEqual(['cancelled', 'seized', 'objection_open', 'pledged']);
  expect(r.live).toBe(false);
});

test('a lien past its registered term pledges nothing, and is told', async () => {
  const r = await said((f) => {
    f.set(`encumbrance/${code}`, { liens: ['l1'] });
    f.set('lien/l1', { id: 'l1', pledgee: 'B', secured_fen: 100, filing_no: 'Z1', until: '2026-03-31' });
  });
  expect([r.states, r.doubts]).toEqual([['valid'], ['lien_expired']]);
});

test('a right that ended before its certificate is told', async () => {
  const r = await said((f) => cert(f, { rights: [{ right: 'holding', until: '2026-03-31' }, { right: 'use' }] }));
  expect(r.steps.at(-1)).toMatchObject({ code: 'right_ended', terms: { right: ['proof.right.holding'] } });
});

test('a key that the registrar revoked signs nothing', async () => {
  const r = await said((f) => {
    const key = [...f.keys()].find((k) => k.startsWith('key/')) ?? '';
    alter(f, key, { revoked: true });
  });
  expect(r.code).toBe('credential.revoked');
});

test('an SM2 signature is said to be unchecked; its key must be confirmed by the registrar', async () => {
  const r = await said(() => {}, { sm2: 'confirmed' });
  expect([r.code, r.live, r.doubts]).toEqual([undefined, true, ['sm2_unchecked']]);
  expect((await said(() => {}, { sm2: 'foreign' })).code).toBe('credential.sm2');
});

test('what no signature covers may not stand beside it', async () => {
  const { text, logKey } = await makeCredential();
  const more = text.replace('"signature":{', '"signature":{"by":"x",');
  expect(((await verifyCredential(more, { today, logKey })).fault as ProofFault).code).toBe('credential.form');
});

test('an unpublished registration is proven to exist, and no more is shown', async () => {
  const withhold = [`certificate/${code}`];
  const r = await said(() => {}, { kind: 'existence', withhold });
  expect([r.code, r.certificate, r.registrar?.name]).toEqual([undefined, undefined, '登记机构']);
  expect((await said(() => {}, { kind: 'existence' })).code).toBe('credential.fact');
  const bank = await said((f) => alter(f, 'org/R', { roles: ['bank'] }), { kind: 'existence', withhold });
  expect(bank.code).toBe('credential.signature');
});

test('a search by asset is complete by the list of the register', async () => {
  const wishes: Wishes = { kind: 'asset_search', about: 'DA-1' };
  const list = (f: Facts, certificates: string[]) => {
    cert(f, { asset: 'DA-1' });
    f.set('asset/DA-1', { id: 'DA-1', case: 'c1', certificates });
    f.set('case/c1', { id: 'c1', review: { similar: [] } });
  };
  const r = await said((f) => list(f, [code]), wishes);
  expect([r.code, r.found?.map((x) => [x.code, x.found?.states])]).toEqual([undefined, [[code, ['valid']]]]);
  expect((await said((f) => list(f, [code, 'SJ3312026030002']), wishes)).code).toBe('credential.fact');
  const other = (f: Facts) => {
    list(f, [code]);
    cert(f, { asset: 'DA-2' });
  };
  expect((await said(other, wishes)).code).toBe('credential.fact');
  expect((await said(() => {}, { ...wishes, absent: ['asset/DA-1'] })).found).toEqual([]);
});

test('a search by holder is complete only in a log that lists certificates by holder', async () => {
  const wishes: Wishes = { kind: 'holder_search', about: 'H' };
  const list = (f: Facts, count: number, index = true) => {
    f.set('genesis', { holder_index: index });
    f.set('holder/H', { count });
    f.set('holder/H/0', { certificates: [code] });
  };
  expect((await said((f) => list(f, 1), wishes)).found?.map((x) => x.code)).toEqual([code]);
  expect((await said((f) => list(f, 2), wishes)).code).toBe('credential.fact');
  expect((await said((f) => list(f, 1, false), wishes)).code).toBe('credential.fact');
  const hidden = await said((f) => list(f, 1), { ...wishes, withhold: [`certificate/${code}`] });
  expect(hidden.found).toEqual([{ code }]);
});

test('a chain of title joins each registration to its log entry', async () => {
  const r = await said(() => {}, { kind: 'title' });
  expect([r.code, r.live, r.titles?.map((t) => t.type)]).toEqual([undefined, true, ['initial']]);
  const elsewhere = await said((f) => cert(f, { previous: 'SJ3312026030000' }), { kind: 'title' });
  expect(elsewhere.code).toBe('credential.fact');
  expect((await said((f) => cert(f, { valid_until: '2032-03-19' }), { kind: 'title' })).code).toBe('credential.entry');
});
