import { parseCheckpoint } from './checkpoint';
import { parsePath, utf8 } from './hash';
import { verifyConsistency, verifyInclusion } from './log';
import { type MapProof, verifyMap } from './map';
import { type Pin, pinned, remember } from './pin';
import type { Step } from './step';

/** A signed checkpoint and the key that the log publishes. */
export interface Signed {
  checkpoint: string;
  key: string;
}

async function opened(s: Signed): Promise<{ cp: Awaited<ReturnType<typeof parseCheckpoint>>; step: Step }> {
  const cp = await parseCheckpoint(s.checkpoint, s.key);
  return { cp, step: { code: 'checkpoint', args: { origin: cp.origin, size: cp.size } } };
}

/** Is this leaf at this position of the log? */
export async function checkEntry(
  e: Signed & { index: number; leaf: string; path: readonly string[] },
): Promise<Step[]> {
  const { cp, step } = await opened(e);
  await verifyInclusion(utf8(e.leaf), e.index, cp.size, parsePath(e.path), cp.root);
  return [step, { code: 'inclusion', args: { index: e.index } }];
}

/** Does the key have this value now, or, for null, none? */
export async function checkFact(f: Signed & { name: string; value: string | null; proof: MapProof }): Promise<Step[]> {
  const { cp, step } = await opened(f);
  await verifyMap(f.proof, f.name, f.value === null ? null : utf8(f.value), cp.state);
  return [step, { code: f.value === null ? 'absent' : 'present', args: {} }];
}

/**
 * Has the log only grown since this browser last looked? `consistency` fetches the proof from the older size. What is
 * seen now is remembered for the next time.
 */
export async function checkGrowth(
  head: Signed,
  consistency: (from: number) => Promise<{ path: readonly string[]; checkpoint: string }>,
): Promise<{ steps: Step[]; since: Pin | null }> {
  const { cp, step } = await opened(head);
  const steps = [step];
  const since = pinned(cp.origin, head.key);
  let newest = cp;
  if (since && since.size !== cp.size) {
    const proof = await consistency(since.size);
    newest = await parseCheckpoint(proof.checkpoint, head.key);
    await verifyConsistency(since.size, newest.size, parsePath(proof.path), since.root, newest.root);
    steps.push({ code: 'consistency', args: { old: since.size, size: newest.size } });
  } else if (since) {
    await verifyConsistency(since.size, cp.size, [], since.root, cp.root);
    steps.push({ code: 'consistency', args: { old: since.size, size: cp.size } });
  }
  remember(newest, head.key);
  return { steps, since };
}
