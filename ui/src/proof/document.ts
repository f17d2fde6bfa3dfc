import { canonical } from './canon';
import { ProofFault, utf8 } from './hash';
import type { MapProof } from './map';

export type Kind = 'registration' | 'search' | 'status' | 'title' | 'existence' | 'asset_search' | 'holder_search';

/** A value of the registry with its proof. Without value it is proven absent; with its hash instead, withheld. */
export interface Fact {
  key: string;
  proof: MapProof;
  value?: unknown;
  value_hash?: string;
}

export interface Entry {
  index: number;
  leaf: unknown;
  path: string[];
}

/** A document that carries its own evidence, one canonical JSON. See the Go package credential. */
export interface Credential {
  checkpoint: string;
  code: string;
  entries?: Entry[];
  entry?: Entry;
  facts: Fact[];
  form?: { document: unknown; salt: string };
  issued_at: number;
  kind: Kind;
  log_key: string;
  signature: { key: string; sig: string; sm2?: { bound: string; pub: string; sig: string } };
  v: number;
}

export const fault = (code: string, why = '') => new ProofFault(`credential.${code}`, why);

const kinds: readonly Kind[] = [
  'registration',
  'search',
  'status',
  'title',
  'existence',
  'asset_search',
  'holder_search',
];
const lists = (k: Kind) => k === 'title' || k === 'asset_search' || k === 'holder_search';

/** The members of each part; a question mark leaves one free to be missing. */
const members = {
  document: 'checkpoint code entries? entry? facts form? issued_at kind log_key signature v',
  fact: 'key proof value? value_hash?',
  proof: 'leaf? siblings v',
  leaf: 'key_hash value_hash',
  entry: 'index leaf path',
  form: 'document salt',
  signature: 'key sig sm2?',
  sm2: 'bound pub sig',
};

/**
 * Known members only, and none empty that could be left out: a signature does not cover itself, and one document has one
 * encoding.
 */
function part(value: unknown, name: keyof typeof members): void {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw fault('form', name);
  const given = value as Record<string, unknown>;
  const known = members[name].split(' ');
  for (const k of Object.keys(given)) {
    const optional = known.includes(`${k}?`);
    if (!optional && !known.includes(k)) throw fault('form', `unknown member ${k}`);
    if (optional && given[k] === null && k !== 'value') throw fault('form', `${k} is empty`);
  }
  const missing = known.find((k) => !k.endsWith('?') && !(k in given));
  if (missing) throw fault('form', `${missing} is missing`);
}

function entryPart(e: Entry): void {
  part(e, 'entry');
  if (!Number.isSafeInteger(e.index) || e.index < 0 || !Array.isArray(e.path)) throw fault('form', 'entry');
}

function factPart(f: Fact): void {
  part(f, 'fact');
  part(f.proof, 'proof');
  if (f.proof.leaf) part(f.proof.leaf, 'leaf');
  if (typeof f.key !== 'string' || !Array.isArray(f.proof.siblings)) throw fault('form', 'fact');
}

/** Reads a document as strictly as the node does: bounded, canonical, known members only. */
export function parseCredential(text: string): Credential {
  const size = utf8(text).length;
  if (size > 2 << 20) throw fault('size');
  let c: Credential;
  try {
    c = JSON.parse(text) as Credential;
  } catch {
    throw fault('form', 'not JSON');
  }
  if (canonical(c) !== text) throw fault('form', 'not canonical');
  part(c, 'document');
  if (c.v !== 1) throw fault('version');
  if (!kinds.includes(c.kind)) throw fault('form', 'a kind of document that is not known');
  if (c.kind !== 'registration' && c.entry) throw fault('form', 'only a registration certificate has an entry');
  const { entries = [] } = c;
  const bad = !Array.isArray(entries) || entries.length > 64 || (c.entries && entries.length === 0);
  if (bad || (c.entries && c.kind !== 'title')) throw fault('form', 'entries');
  if (c.form && c.kind !== 'registration' && c.kind !== 'search') throw fault('form', 'no form in this kind');
  if (!Array.isArray(c.facts) || c.facts.length > (lists(c.kind) ? 1024 : 128)) throw fault('form', 'facts');
  if (!lists(c.kind) && size > 256 << 10) throw fault('size');
  c.facts.forEach(factPart);
  entries.forEach(entryPart);
  if (c.entry) entryPart(c.entry);
  if (c.form) part(c.form, 'form');
  part(c.signature, 'signature');
  if (c.signature.sm2) part(c.signature.sm2, 'sm2');
  if (!Number.isSafeInteger(c.issued_at)) throw fault('form', 'issued_at');
  return c;
}
