import {
  concat,
  equal,
  fromBase64,
  type Hash,
  ProofFault,
  ProofUnsupported,
  parseHash,
  sha256,
  toHex,
  utf8,
} from './hash';

/** What a registry commits to at one log size: the root of the log and the root of the map of current facts. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Hash;
  state: Hash;
  commitment: Hash;
}

interface VerifierKey {
  name: string;
  hash: string;
  key: Uint8Array<ArrayBuffer>;
}

const form = (why: string) => new ProofFault('proof.checkpoint_form', why);
const maxBytes = 16 << 10;
const maxSignatures = 100;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
// What Go's unicode.IsSpace accepts.
const spaceOrPlus = /[+\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Ed25519 by WebCrypto. Browsers before 2025 do not have it: then nothing is said about the signature. */
export async function verifyEd25519(
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (!globalThis.crypto?.subtle) throw new ProofUnsupported();
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
  } catch (err) {
    if (err instanceof DOMException && err.name === 'NotSupportedError') throw new ProofUnsupported();
    return false;
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
}

/** Reads name+hash+base64, the text in which a registry publishes its key (C2SP signed-note). */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const bad = () => new ProofFault('proof.verifier_key');
  const [name = '', hash = '', ...rest] = text.split('+');
  const raw = fromBase64(rest.join('+'));
  if (name === '' || spaceOrPlus.test(name) || !/^[0-9a-f]{8}$/i.test(hash) || !raw) throw bad();
  if (raw[0] !== 1 || raw.length !== 33) throw bad();
  const want = await keyHash(name, raw);
  if (want !== hash.toLowerCase()) throw bad();
  return { name, hash: want, key: raw.slice(1) };
}

async function keyHash(name: string, typed: Uint8Array): Promise<string> {
  return toHex((await sha256(concat(utf8(`${name}\n`), typed))).slice(0, 4));
}

/** Checks the note's form and that the key's signature is on it. Signatures of others may stand beside. */
async function openNote(note: string, verifier: VerifierKey): Promise<string> {
  if (control.test(note)) throw form('control characters');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw form('not a signed note');
  const text = note.slice(0, split + 1);
  const lines = note
    .slice(split + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0 || lines.length > maxSignatures) throw form('not a signed note');
  let good = false;
  for (const line of lines) {
    const [dash, name = '', encoded = '', ...more] = line.split(' ');
    const raw = fromBase64(encoded);
    if (dash !== '—' || name === '' || spaceOrPlus.test(name) || more.length > 0 || !raw || raw.length < 5) {
      throw form('not a signed note');
    }
    if (good || name !== verifier.name || toHex(raw.slice(0, 4)) !== verifier.hash) continue;
    if (!(await verifyEd25519(verifier.key, utf8(text), raw.slice(4))))
      throw new ProofFault('proof.checkpoint_signature');
    good = true;
  }
  if (!good) throw new ProofFault('proof.checkpoint_signature');
  return text;
}

function labelled(line: string | undefined, label: string, why: string): Hash {
  try {
    if (!line?.startsWith(label)) throw new ProofFault('proof.hash');
    return parseHash(line.slice(label.length));
  } catch {
    throw form(why);
  }
}

/** Reads a signed checkpoint and checks its signature, its commitment, and that it has the one form there is. */
export async function parseCheckpoint(note: string, verifierKey: string): Promise<Checkpoint> {
  if (utf8(note).length > maxBytes) throw form('longer than 16 KiB');
  const verifier = await parseVerifierKey(verifierKey);
  const lines = (await openNote(note, verifier)).split('\n');
  if (lines.length !== 6 || lines[5] !== '') throw form('it has not five lines');
  const [origin = '', sizeText = ''] = lines;
  if (origin === '' || utf8(origin).length > 255 || spaceOrPlus.test(origin)) throw new ProofFault('proof.origin');
  const size = Number(sizeText);
  if (!/^(0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size)) throw form('the second line is not a size');
  const root = labelled(lines[2], '', 'the third line is not a log root');
  const state = labelled(lines[3], 'state ', 'the fourth line is not a state root');
  const commitment = labelled(lines[4], 'commitment ', 'the fifth line is not a commitment');
  if (!equal(commitment, await sha256(concat(root, state)))) throw new ProofFault('proof.commitment');
  if (origin !== verifier.name) throw form("it is about another log than its key's");
  return { origin, size, root, state, commitment };
}
