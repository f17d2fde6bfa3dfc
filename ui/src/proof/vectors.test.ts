// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verifyCredential } from './credential';
import { ProofFault } from './hash';

/** The documents that the Go package credential publishes, whole and altered, and what any verifier must say to them. */
interface Vectors {
  log_key: string;
  cases: {
    name: string;
    file: string;
    replace?: [string, string];
    log_key?: string;
    today: string;
    fault?: string;
    live: boolean;
    liens: string[];
  }[];
}

const read = (name: string) => readFileSync(new URL(`../../../credential/testdata/${name}`, import.meta.url), 'utf8');
const vectors = JSON.parse(read('vectors.json')) as Vectors;
const logKey = vectors.log_key;
const today = '2026-03-16';

describe('published vectors', () => {
  test.each(vectors.cases)('$name', async (v) => {
    const whole = read(v.file);
    const text = v.replace ? whole.replace(v.replace[0], () => v.replace?.[1] ?? '') : whole;
    expect(text !== whole).toBe(v.replace !== undefined);
    const r = await verifyCredential(text, { today: v.today, logKey: v.log_key ?? logKey });
    if (v.fault) expect(r.fault).toBeInstanceOf(ProofFault);
    else expect(r.fault).toBeUndefined();
    expect([r.live, r.liens.map((l) => l.lien.id)]).toEqual([v.live, v.liens]);
  });

  test('a search from before annotations verifies, and says that it does not tell of them', async () => {
    const r = await verifyCredential(read('search-one-lien-before-annotations.json'), { today, logKey });
    expect([r.fault, r.live, r.liens.length]).toEqual([undefined, true, 1]);
    expect(r.steps.filter((s) => s.doubt).map((s) => s.code)).toEqual(['annotations_unknown']);
  });

  test('a status proof verifies and names the states with its date', async () => {
    const r = await verifyCredential(read('status.json'), { today, logKey });
    expect([r.fault, r.live, r.states]).toEqual([undefined, true, ['pledged', 'valid']]);
    const last = r.steps.at(-1);
    expect([last?.code, last?.args.at, last?.terms?.states]).toEqual([
      'status',
      expect.stringMatching(/^2026-03-16 \d\d:\d\d$/),
      ['proof.state.pledged', 'proof.state.valid'],
    ]);
  });

  test.each(['certificate.json', 'search-one-lien.json', 'status.json'])(
    '%s is refused with any of its characters changed',
    async (name) => {
      const text = read(name);
      // Of the facts, proofs and signatures some characters are enough; a step of a prime reaches every part.
      for (let i = 0; i < text.length; i += 17) {
        const c = text[i] === '0' ? '1' : '0';
        const r = await verifyCredential(text.slice(0, i) + c + text.slice(i + 1), { today, logKey });
        expect(r.fault, `position ${i}: ${text.slice(i - 20, i + 20)}`).toBeInstanceOf(ProofFault);
      }
    },
  );
});
