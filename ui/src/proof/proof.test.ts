// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonical } from './canon';
import { parseCheckpoint } from './checkpoint';
import { ProofFault, parseHash, parsePath, toBase64, utf8 } from './hash';
import { verifyConsistency, verifyInclusion } from './log';
import { type MapProof, verifyMap } from './map';

/** The test suite that the Go package publishes for other implementations: this is one. */
interface Vectors {
  inclusion: {
    name: string;
    leaf: string;
    index: number;
    size: number;
    path: string[];
    root: string;
    fault?: string;
  }[];
  consistency: {
    name: string;
    old_size: number;
    size: number;
    path: string[];
    old_root: string;
    root: string;
    fault?: string;
  }[];
  map: { name: string; key: string; value: string | null; proof: MapProof; root: string; fault?: string }[];
  checkpoint: {
    name: string;
    note: string;
    verifier_key: string;
    origin?: string;
    size?: number;
    root: string;
    state: string;
    commitment: string;
    fault?: string;
  }[];
}

const file = new URL('../../../proof/testdata/vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

async function outcome(check: () => Promise<unknown>): Promise<string> {
  try {
    await check();
    return '';
  } catch (err) {
    if (err instanceof ProofFault) return err.code;
    throw err;
  }
}

describe('published vectors', () => {
  test.each(vectors.inclusion)('inclusion: $name', async (v) => {
    const got = await outcome(async () =>
      verifyInclusion(utf8(v.leaf), v.index, v.size, parsePath(v.path), parseHash(v.root)),
    );
    expect(got).toBe(v.fault ?? '');
  });

  test.each(vectors.consistency)('consistency: $name', async (v) => {
    const got = await outcome(async () =>
      verifyConsistency(v.old_size, v.size, parsePath(v.path), parseHash(v.old_root), parseHash(v.root)),
    );
    expect(got).toBe(v.fault ?? '');
  });

  test.each(vectors.map)('map: $name', async (v) => {
    const value = v.value === null ? null : utf8(v.value);
    expect(await outcome(async () => verifyMap(v.proof, v.key, value, parseHash(v.root)))).toBe(v.fault ?? '');
  });

  test.each(vectors.checkpoint)('checkpoint: $name', async (v) => {
    if (v.fault) {
      expect(await outcome(() => parseCheckpoint(v.note, v.verifier_key))).toBe(v.fault);
      return;
    }
    const c = await parseCheckpoint(v.note, v.verifier_key);
    expect([c.origin, c.size, toBase64(c.root), toBase64(c.state), toBase64(c.commitment)]).toEqual([
      v.origin,
      v.size ?? 0,
      v.root,
      v.state,
      v.commitment,
    ]);
  });

  test('a nonsense verifier key is refused', async () => {
    const note = vectors.checkpoint[0]?.note ?? '';
    expect(await outcome(() => parseCheckpoint(note, 'nonsense'))).toBe('proof.verifier_key');
  });
});

test('canonical JSON sorts by UTF-16 units and writes no spaces', () => {
  expect(canonical({ b: [1, 'é"', null], a: { '€': 1, A: true }, '\ud83d\ude00': 0, '\ufb33': 0 })).toBe(
    '{"a":{"A":true,"€":1},"b":[1,"é\\"",null],"\ud83d\ude00":0,"\ufb33":0}',
  );
});
