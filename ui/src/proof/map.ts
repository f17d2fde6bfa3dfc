import { concat, equal, type Hash, ProofFault, parseHash, sha256, utf8 } from './hash';

/** What the map of current facts holds at one key, as the node sends it; see the Go package proof, MapProof. */
export interface MapProof {
  v: number;
  leaf?: { key_hash: string; value_hash: string } | undefined;
  siblings: readonly string[];
}

const depth = 256;

/** Bit i of a hash; bit 0 is the most significant of the first byte. */
const bit = (h: Hash, i: number) => ((h[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;

function sharedBits(a: Hash, b: Hash): number {
  for (let i = 0; i < depth; i++) if (bit(a, i) !== bit(b, i)) return i;
  return depth;
}

const mapLeaf = (key: Hash, value: Hash) => sha256(concat(Uint8Array.of(2), key, value));
const mapNode = (left: Hash, right: Hash) => sha256(concat(Uint8Array.of(3), left, right));

/** The proof's siblings after its form was checked, and the way from a subtree at the key's place up to the root. */
async function opened(p: MapProof, key: string) {
  if (p.v !== 1) throw new ProofFault('proof.map_form', 'unknown version');
  if (p.siblings.length > depth) throw new ProofFault('proof.map_form', 'more siblings than bits of a key');
  const place = await sha256(utf8(key));
  const siblings = p.siblings.map(parseHash);
  const climb = async (from: Hash) => {
    let h = from;
    for (const [i, sibling] of siblings.entries()) {
      h = bit(place, siblings.length - 1 - i) === 0 ? await mapNode(h, sibling) : await mapNode(sibling, h);
    }
    return h;
  };
  return { place, climb };
}

/** Does the map with this root hold, at the key, a value of this hash? What the value is stays withheld. */
export async function verifyMapHash(p: MapProof, key: string, value: Hash, root: Hash): Promise<void> {
  const { place, climb } = await opened(p, key);
  if (p.leaf) throw new ProofFault('proof.map_form', 'a proof of presence names no other leaf');
  if (!equal(await climb(await mapLeaf(place, value)), root)) throw new ProofFault('proof.map_presence');
}

/**
 * Does the map with this root hold the value at the key? A null value asks whether it holds nothing there: that is how
 * "no lien on this right" is checked.
 */
export async function verifyMap(
  p: MapProof,
  key: string,
  value: Uint8Array<ArrayBuffer> | null,
  root: Hash,
): Promise<void> {
  if (value !== null) return verifyMapHash(p, key, await sha256(value), root);
  const { place, climb } = await opened(p, key);
  let end: Hash = new Uint8Array(32);
  if (p.leaf) {
    const other = parseHash(p.leaf.key_hash);
    if (equal(other, place)) throw new ProofFault('proof.map_absence');
    if (sharedBits(other, place) < p.siblings.length) {
      throw new ProofFault('proof.map_form', "the other leaf does not lie over the key's place");
    }
    end = await mapLeaf(other, parseHash(p.leaf.value_hash));
  }
  if (!equal(await climb(end), root)) throw new ProofFault('proof.map_absence');
}
