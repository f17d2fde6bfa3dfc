import type { Book } from './book';
import { canonical } from './canon';
import type { Checkpoint } from './checkpoint';
import { type Credential, type Entry, fault } from './document';
import type { Certificate, Organisation, TitleEntry } from './facts';
import { parsePath, utf8 } from './hash';
import { verifyInclusion } from './log';

/** What a log entry says, by the members that a certificate's reader needs. */
export interface Leaf {
  command?: { kind?: string; org?: string; body?: { case?: string } | null };
  events?: { kind: string; body?: { code?: string; holder?: string; valid_until?: string } | null }[] | null;
  index?: number;
}

/** A log entry that is proven to stand at its position. */
export async function provenLeaf(e: Entry, cp: Checkpoint): Promise<Leaf> {
  await verifyInclusion(utf8(canonical(e.leaf)), e.index, cp.size, parsePath(e.path), cp.root);
  const leaf = (e.leaf ?? {}) as Leaf;
  if (leaf.index !== e.index) throw fault('entry', 'its index is another');
  return leaf;
}

/** A registration in a chain of title. */
export interface TitleLink {
  certificate: string;
  type: string;
  index: number;
  holder: Organisation;
  from: string;
  to: string;
}

const maxChain = 32;
const issue = 'certificate.issued';
/** The events by which a registration leaves its mark on a certificate. */
const marks = [issue, 'certificate.changed', 'certificate.reduced', 'certificate.renewed', 'certificate.cancelled'];

/**
 * Walks from the certificate back to the first registration of what it grants. Every link must be in the facts, in the
 * log, and join on to the one before. Oldest first.
 */
export async function titles(c: Credential, book: Book, cp: Checkpoint): Promise<TitleLink[]> {
  const leaves = new Map<number, Leaf>();
  let last = -1;
  for (const e of c.entries ?? []) {
    if (e.index <= last) throw fault('entry', 'the entries are not in order');
    last = e.index;
    leaves.set(e.index, await provenLeaf(e, cp));
  }
  let chain: TitleLink[] = [];
  let code = c.code;
  let until = Number.POSITIVE_INFINITY;
  for (let i = 0; i < maxChain; i++) {
    const cert = book.read<Certificate>(`certificate/${code}`);
    const own = ownTitles(cert, code, book, leaves);
    const [first] = own;
    if (!first || first.from !== (cert.previous ?? '')) throw fault('fact', 'the rights came from elsewhere');
    chain = [...own.filter((t) => t.index <= until), ...chain];
    if (!cert.previous) return chain;
    const before = book.read<Certificate>(`certificate/${cert.previous}`);
    const to = code;
    if (!before.history?.some((t) => t.to === to && (t.index ?? 0) === first.index)) {
      throw fault('fact', 'the certificate before does not say that rights went here');
    }
    code = cert.previous;
    until = first.index;
  }
  throw fault('fact', 'the chain is too long');
}

/** The links that stand on one certificate, oldest first. One without a history has its issue alone. */
function ownTitles(cert: Certificate, code: string, book: Book, leaves: Map<number, Leaf>): TitleLink[] {
  const history = cert.history?.length
    ? cert.history
    : [{ type: 'initial', holder: cert.holder, valid_until: cert.valid_until }];
  const out: TitleLink[] = [];
  for (const t of history) {
    const index = entered(leaves, code, t, out.length === 0);
    const last = out.at(-1);
    if (last && index <= last.index) throw fault('fact', 'its history is not in order');
    const holder = book.read<Organisation>(`org/${t.holder}`);
    out.push({ certificate: code, type: t.type, index, holder, from: t.from ?? '', to: t.to ?? '' });
  }
  return out;
}

/** The position of the log entry of a link, whose event must say of holder and term what the link says. */
function entered(leaves: Map<number, Leaf>, code: string, t: TitleEntry, first: boolean): number {
  for (const [index, leaf] of leaves) {
    if (t.index && index !== t.index) continue;
    const found = leaf.events?.some(
      ({ kind, body }) =>
        body?.code === code &&
        marks.includes(kind) &&
        first === (kind === issue) &&
        body.holder === t.holder &&
        body.valid_until === t.valid_until,
    );
    if (found) return index;
  }
  throw fault('entry', 'a registration is missing');
}
