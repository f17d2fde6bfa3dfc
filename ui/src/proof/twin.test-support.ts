import { canonical } from './canon';
import type { Kind } from './document';
import { concat, type Hash, sha256, toBase64, utf8 } from './hash';
import { leafHash } from './log';
import type { MapProof } from './map';

/** A registry small enough to be written down in a test: a log of one entry and a map built from the definition. */

const bit = (h: Hash, i: number) => ((h[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;

interface Leaf {
  key: Hash;
  value: Hash;
}

const hashLeaf = (l: Leaf) => sha256(concat(Uint8Array.of(2), l.key, l.value));
const hashNode = (a: Hash, b: Hash) => sha256(concat(Uint8Array.of(3), a, b));

async function root(leaves: Leaf[], depth = 0): Promise<Hash> {
  const [only] = leaves;
  if (!only) return new Uint8Array(32);
  if (leaves.length === 1) return hashLeaf(only);
  const side = (s: number) =>
    root(
      leaves.filter((l) => bit(l.key, depth) === s),
      depth + 1,
    );
  return hashNode(await side(0), await side(1));
}

async function prove(leaves: Leaf[], place: Hash): Promise<MapProof> {
  const siblings: string[] = [];
  let here = leaves;
  for (let depth = 0; here.length > 1; depth++) {
    const side = bit(place, depth);
    siblings.unshift(
      toBase64(
        await root(
          here.filter((l) => bit(l.key, depth) !== side),
          depth + 1,
        ),
      ),
    );
    here = here.filter((l) => bit(l.key, depth) === side);
  }
  const [found] = here;
  if (!found || found.key.every((b, i) => b === place[i])) return { v: 1, siblings };
  return { v: 1, siblings, leaf: { key_hash: toBase64(found.key), value_hash: toBase64(found.value) } };
}

async function keyPair() {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  const pub = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const sign = async (text: string) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, utf8(text)));
  return { pub, sign };
}

const hex = (b: Uint8Array) => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('');

export interface Twin {
  text: string;
  logKey: string;
}

export interface Wishes {
  kind?: Kind;
  /** What the document is about; without it the one certificate. */
  about?: string;
  /** The command that the log's entry holds. */
  command?: string;
  /** Keys that are proven by their hash only. */
  withhold?: readonly string[];
  /** Keys that the document must prove absent. */
  absent?: readonly string[];
  /** An SM2 signature beside the other; its key confirmed by the registrar, or by a stranger. */
  sm2?: 'confirmed' | 'foreign';
}

const withForm: readonly Kind[] = ['registration', 'search'];

/** A signed document; `change` alters the facts of the registry before it commits to them. */
export async function makeCredential(
  change: (facts: Map<string, unknown>) => void = () => {},
  { kind = 'registration', about, command = 'certificate.issue', withhold = [], absent = [], sm2 }: Wishes = {},
): Promise<Twin> {
  const origin = 'shurong.example/registry';
  const code = 'SJ3312026030001';
  const registrar = await keyPair();
  const log = await keyPair();
  const keyId = hex((await sha256(registrar.pub)).slice(0, 16));
  const salt = new Uint8Array(32).fill(7);
  const form = { name: '2025年示例行程数据', volume: 12 };
  const commitment = hex(await sha256(concat(salt, utf8(canonical(form)))));

  const facts = new Map<string, unknown>([
    [
      `certificate/${code}`,
      {
        code,
        case: 'c1',
        holder: 'H',
        registrar: 'R',
        rights: [{ right: 'operating' }],
        form_commitment: commitment,
        issued_on: '2026-03-20',
        valid_until: '2031-03-19',
        cancelled: false,
        objections: [],
      },
    ],
    ['org/H', { uscc: 'H', name: '权利人公司' }],
    ['org/R', { uscc: 'R', name: '登记机构', roles: ['registrar'] }],
    ['org/B', { uscc: 'B', name: '示例银行' }],
    [`key/${keyId}`, { id: keyId, org: 'R', pub: toBase64(registrar.pub), purpose: 'organisation' }],
  ]);
  change(facts);
  const leaves: Leaf[] = [];
  for (const [k, v] of facts) leaves.push({ key: await sha256(utf8(k)), value: await sha256(utf8(canonical(v))) });

  const leaf = {
    command: { body: { case: 'c1' }, kind: command, org: 'R' },
    events: [{ body: { code, holder: 'H', valid_until: '2031-03-19' }, kind: 'certificate.issued' }],
    index: 0,
    time: 1,
  };
  const logRoot = await leafHash(utf8(canonical(leaf)));
  const state = await root(leaves);
  const text =
    `${origin}\n1\n${toBase64(logRoot)}\nstate ${toBase64(state)}\n` +
    `commitment ${toBase64(await sha256(concat(logRoot, state)))}\n`;
  const typed = concat(Uint8Array.of(1), log.pub);
  const id = (await sha256(concat(utf8(`${origin}\n`), typed))).slice(0, 4);
  const checkpoint = `${text}\n— ${origin} ${toBase64(concat(id, await log.sign(text)))}\n`;
  const logKey = `${origin}+${hex(id)}+${toBase64(typed)}`;

  const listed = [];
  const missing = [`encumbrance/${code}`, `notes/${code}`, ...absent].filter((k) => !facts.has(k));
  for (const key of [...facts.keys(), ...missing]) {
    const value = facts.get(key);
    const p = await prove(leaves, await sha256(utf8(key)));
    if (withhold.includes(key)) {
      listed.push({ key, proof: p, value_hash: toBase64(await sha256(utf8(canonical(value)))) });
    } else listed.push(value === undefined ? { key, proof: p } : { key, proof: p, value });
  }
  const entry = { index: 0, leaf, path: [] };
  const unsigned = {
    checkpoint,
    code: about ?? code,
    ...(kind === 'registration' ? { entry } : {}),
    ...(kind === 'title' ? { entries: [entry] } : {}),
    facts: listed,
    ...(withForm.includes(kind) ? { form: { document: form, salt: toBase64(salt) } } : {}),
    issued_at: 1,
    kind,
    log_key: logKey,
    v: 1,
  };
  const sig = toBase64(await registrar.sign(`shurong credential v1\n${canonical(unsigned)}`));
  const second = sm2 && (await bound(sm2 === 'confirmed' ? registrar : await keyPair(), keyId));
  const signature = { key: keyId, sig, ...(second ? { sm2: second } : {}) };
  return { text: canonical({ ...unsigned, signature }), logKey };
}

/** An SM2 key that somebody vouches for. The signature under it is none: browsers do not look. */
async function bound(by: Awaited<ReturnType<typeof keyPair>>, ed25519: string) {
  const pub = toBase64(new Uint8Array(65).fill(4));
  const binding = `shurong sm2 key v1\n${canonical({ ed25519, org: 'R', sm2: pub })}`;
  return { bound: toBase64(await by.sign(binding)), pub, sig: 'AAAA' };
}
