import { concat, equal, type Hash, ProofFault, sha256 } from './hash';

/** Hash of a log leaf, RFC 6962 §2.1. */
export function leafHash(leaf: Uint8Array): Promise<Hash> {
  return sha256(concat(Uint8Array.of(0), leaf));
}

/** Hash of two log subtrees, RFC 6962 §2.1. */
export function nodeHash(left: Hash, right: Hash): Promise<Hash> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

// Sizes reach 2^53−1, beyond the 32 bits of the shift operators.
const half = (n: number) => Math.floor(n / 2);
const odd = (n: number) => n % 2 === 1;

function checkSizes(smaller: number, size: number) {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(smaller) || smaller < 0) throw new ProofFault('proof.range');
}

/** Does the log of this size and root hold the leaf at index? `path` is the audit path, nearest sibling first. */
export async function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Hash[],
  root: Hash,
): Promise<void> {
  checkSizes(index, size);
  if (index >= size) throw new ProofFault('proof.range', 'index at or beyond size');
  let node = index;
  let last = size - 1;
  let h = await leafHash(leaf);
  for (const sibling of path) {
    if (last === 0) throw new ProofFault('proof.inclusion', 'path too long');
    if (odd(node) || node === last) {
      h = await nodeHash(sibling, h);
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      h = await nodeHash(h, sibling);
    }
    node = half(node);
    last = half(last);
  }
  if (last !== 0 || !equal(h, root)) throw new ProofFault('proof.inclusion');
}

/** Does the log of size and root begin with the log of oldSize and oldRoot? */
export async function verifyConsistency(
  oldSize: number,
  size: number,
  path: readonly Hash[],
  oldRoot: Hash,
  root: Hash,
): Promise<void> {
  checkSizes(oldSize, size);
  if (oldSize > size) throw new ProofFault('proof.range', 'the older log is larger');
  const bad = () => new ProofFault('proof.consistency');
  if (oldSize === 0) {
    const empty = await sha256(new Uint8Array());
    if (path.length !== 0 || !equal(oldRoot, empty) || (size === 0 && !equal(root, empty))) throw bad();
    return;
  }
  if (oldSize === size) {
    if (path.length !== 0 || !equal(oldRoot, root)) throw bad();
    return;
  }
  let node = oldSize - 1;
  let last = size - 1;
  while (odd(node)) {
    node = half(node);
    last = half(last);
  }
  // When the old log is a complete subtree its root is the first hash, and the path leaves it out.
  const [first, ...rest] = node === 0 ? [oldRoot, ...path] : path;
  if (!first) throw bad();
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) throw bad();
    if (odd(node) || node === last) {
      oldHash = await nodeHash(sibling, oldHash);
      newHash = await nodeHash(sibling, newHash);
      while (!odd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newHash = await nodeHash(newHash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  if (last !== 0 || !equal(oldHash, oldRoot) || !equal(newHash, root)) throw bad();
}
