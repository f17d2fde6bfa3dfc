/** A SHA-256 value: 32 bytes. */
export type Hash = Uint8Array<ArrayBuffer>;

/** Every failure of a check. The codes are those of the Go package proof, and its vectors test both. */
export class ProofFault extends Error {
  constructor(
    readonly code: string,
    why = '',
  ) {
    super(why ? `${code}: ${why}` : code);
    this.name = 'ProofFault';
  }
}

/** The browser lacks what a check needs: says nothing about the proof. */
export class ProofUnsupported extends Error {
  constructor() {
    super('this browser cannot check it');
    this.name = 'ProofUnsupported';
  }
}

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text) as Uint8Array<ArrayBuffer>;
}

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** SHA-256 by WebCrypto, which browsers offer on https and on this machine only. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Hash> {
  if (!globalThis.crypto?.subtle) throw new ProofUnsupported();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Standard base64, strictly: padded, no line breaks, no stray bits. Null when it is anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const raw = atob(text);
  const out = Uint8Array.from(raw, (c) => c.charCodeAt(0));
  return btoa(raw) === text ? out : null;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** A hash in its text form, 44 characters of base64. */
export function parseHash(text: unknown): Hash {
  const bytes = typeof text === 'string' && text.length === 44 ? fromBase64(text) : null;
  if (bytes?.length !== 32) throw new ProofFault('proof.hash');
  return bytes;
}

export function parsePath(path: readonly string[]): Hash[] {
  return path.map(parseHash);
}
