// @vitest-environment node
import { expect, test } from 'vitest';
import { verifyCredential } from './credential';
import { ProofFault } from './hash';
import { makeCredential } from './twin.test-support';

const today = '2026-04-01';
const code = 'SJ3312026030001';

test('a good certificate passes every step, and its freedom from liens is proven', async () => {
  const { text, logKey } = await makeCredential();
  const r = await verifyCredential(text, { today, logKey });
  expect(r.fault).toBeUndefined();
  expect(r.live).toBe(true);
  expect(r.steps.map((s) => s.code)).toEqual([
    'form',
    'checkpoint',
    'key',
    'facts',
    'certificate',
    'entry',
    'signature',
    'form_text',
    'no_liens',
    'no_annotations',
    'valid',
  ]);
});

test("without a known key the document's own is used, and that is said", async () => {
  const { text } = await makeCredential();
  const r = await verifyCredential(text, { today });
  expect(r.steps.find((s) => s.code === 'key_own')?.doubt).toBe(true);
  const other = await makeCredential();
  const wrong = await verifyCredential(text, { today, logKey: other.logKey });
  expect((wrong.fault as ProofFault).code).toBe('credential.untrusted');
});

test('liens are listed in the order of the registry with their pledgees', async () => {
  const { text } = await makeCredential((facts) => {
    facts.set(`encumbrance/${code}`, { liens: ['l1'] });
    facts.set('lien/l1', { id: 'l1', pledgee: 'B', secured_fen: 100, filing_no: 'Z1' });
  });
  const r = await verifyCredential(text, { today });
  expect(r.liens.map((l) => [l.lien.id, l.pledgee.name])).toEqual([['l1', '示例银行']]);
});

test('a lapsed or cancelled certificate verifies and is not live', async () => {
  const { text } = await makeCredential();
  const late = await verifyCredential(text, { today: '2031-03-20' });
  expect([late.fault, late.live]).toEqual([undefined, false]);
  const { text: ended } = await makeCredential((facts) => {
    const cert = facts.get(`certificate/${code}`) as object;
    facts.set(`certificate/${code}`, { ...cert, cancelled: true });
  });
  expect((await verifyCredential(ended, { today })).live).toBe(false);
});

test('a document with any character changed fails', async () => {
  const { text, logKey } = await makeCredential();
  for (let i = 0; i < text.length; i += 7) {
    const c = text[i] === '0' ? '1' : '0';
    const changed = text.slice(0, i) + c + text.slice(i + 1);
    const r = await verifyCredential(changed, { today, logKey });
    expect(r.fault, `position ${i}: ${text.slice(i - 20, i + 20)}`).toBeInstanceOf(ProofFault);
  }
});

test('another order of members or a space is not the document that was issued', async () => {
  const { text } = await makeCredential();
  const r = await verifyCredential(` ${text}`, { today });
  expect((r.fault as ProofFault).code).toBe('credential.form');
});
