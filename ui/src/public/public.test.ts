import { expect, test } from 'vitest';
import { proof as en } from '../i18n/en/proof';
import { proof as zh } from '../i18n/zh/proof';
import { ProofFault, ProofUnsupported } from '../proof/hash';
import { render } from './render';

const steps = [{ code: 'facts' as const, args: { n: 5 } }];

test('a report shows its outcome, the steps that held and the one that failed', () => {
  const fault = new ProofFault('credential.signature');
  const [, verdict, , list] = render({ steps, liens: [], live: false, fault }, zh);
  expect(verdict?.textContent).toBe(zh['proof.bad']);
  expect([...(list?.children ?? [])].map((c) => c.className)).toEqual(['pass', 'fail']);
  expect(list?.children[0]?.textContent).toContain('5 项');
  expect(list?.children[1]?.textContent).toContain('credential.signature');
});

test('a browser that cannot check says that, and not that the document is bad', () => {
  const [, verdict, , list] = render({ steps, liens: [], live: false, fault: new ProofUnsupported() }, en);
  expect(verdict?.textContent).toBe(en['proof.unsupported']);
  expect(list?.children).toHaveLength(1);
});

test('what is in no state, as a search of a holder, is verified and not called invalid', () => {
  const found = {
    code: 'found' as const,
    args: { code: 'SJ3312026030001', liens: 0, annotations: 1, size: 9 },
    terms: { states: ['proof.state.seized', 'proof.state.valid'] },
  };
  const [, verdict, , list] = render({ steps: [found], liens: [], live: false }, zh);
  expect(verdict?.textContent).toBe(zh['proof.ok']);
  expect(list?.textContent).toContain('有查封或管制、有效；质押 0 项，备注 1 项');
});
