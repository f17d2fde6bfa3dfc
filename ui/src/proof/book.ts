import { canonical } from './canon';
import { type Fact, fault } from './document';
import type { Annotation, Certificate, Lien, Organisation, Similar, State } from './facts';
import { type Hash, parseHash, utf8 } from './hash';
import { verifyMap, verifyMapHash } from './map';

/** One certificate as a document proves it. */
export interface Found {
  code: string;
  certificate: Certificate;
  holder: Organisation;
  registrar: Organisation;
  /** In rank order; none is proven. */
  liens: { lien: Lien; pledgee: Organisation }[];
  /** Not lifted; none is proven, unless `notesUnknown`: the document is from before they were part of it. */
  annotations: Annotation[];
  notesUnknown: boolean;
  similar: Similar[];
  states: State[];
}

/** The document's facts, after every proof was checked against one state root. */
export class Book {
  private readonly facts = new Map<string, Fact>();

  static async prove(facts: readonly Fact[], root: Hash): Promise<Book> {
    const book = new Book();
    for (const f of facts) {
      if (book.facts.has(f.key)) throw fault('fact', `${f.key}: given twice`);
      if (f.value_hash !== undefined) {
        if (f.value !== undefined) throw fault('fact', `${f.key}: both a value and its hash are given`);
        await verifyMapHash(f.proof, f.key, parseHash(f.value_hash), root);
      } else {
        await verifyMap(f.proof, f.key, f.value === undefined ? null : utf8(canonical(f.value)), root);
      }
      book.facts.set(f.key, f);
    }
    return book;
  }

  get size(): number {
    return this.facts.size;
  }

  /** Is there a proof for the key, whatever it says? */
  has(key: string): boolean {
    return this.facts.has(key);
  }

  withheld(key: string): boolean {
    return this.facts.get(key)?.value_hash !== undefined;
  }

  /** A proven fact that must exist. */
  read<T>(key: string): T {
    const value = this.facts.get(key)?.value;
    if (value === undefined || value === null || typeof value !== 'object') throw fault('fact', `${key}: missing`);
    return value as T;
  }

  /** A fact that must be told of: what it says, or undefined where it is proven that there is none. */
  readOrAbsent<T>(key: string): T | undefined {
    const f = this.facts.get(key);
    if (!f) throw fault('fact', `${key}: missing`);
    return f.value === undefined && f.value_hash === undefined ? undefined : this.read<T>(key);
  }

  /** A certificate with its parties. */
  identity(code: string): Found {
    const certificate = this.read<Certificate>(`certificate/${code}`);
    if (certificate.code !== code) throw fault('fact', 'it is of another certificate');
    const holder = this.read<Organisation>(`org/${certificate.holder}`);
    const registrar = this.read<Organisation>(`org/${certificate.registrar}`);
    const none = { liens: [], annotations: [], notesUnknown: false, similar: [], states: [] };
    return { code, certificate, holder, registrar, ...none };
  }

  /** Reads the liens in rank order, or that there is none. */
  encumbered(f: Found): void {
    const listed = this.readOrAbsent<{ liens: string[] | null }>(`encumbrance/${f.code}`);
    for (const id of listed?.liens ?? []) {
      const lien = this.read<Lien>(`lien/${id}`);
      if (lien.id !== id || (lien.certificate && lien.certificate !== f.code)) {
        throw fault('fact', `lien/${id}: it is of another lien`);
      }
      f.liens.push({ lien, pledgee: this.read<Organisation>(`org/${lien.pledgee}`) });
    }
  }

  /** Reads the annotations, or that there is none. Only a document that may be older than they are may be silent. */
  noted(f: Found, mayBeSilent: boolean): void {
    const key = `notes/${f.code}`;
    f.notesUnknown = mayBeSilent && !this.has(key);
    if (f.notesUnknown) return;
    for (const id of this.readOrAbsent<{ annotations: string[] | null }>(key)?.annotations ?? []) {
      const a = this.read<Annotation>(`annotation/${id}`);
      if (a.id !== id || a.certificate !== f.code) {
        throw fault('fact', `annotation/${id}: it is of another certificate`);
      }
      f.annotations.push(a);
    }
  }

  /** Reads what the review found similar, where the document tells. */
  disclosed(f: Found): void {
    const key = `asset/${f.certificate.asset ?? ''}`;
    if (!this.has(key)) return;
    const { case: id } = this.read<{ case: string }>(key);
    f.similar = this.read<{ review?: { similar?: Similar[] | null } | null }>(`case/${id}`).review?.similar ?? [];
  }
}
