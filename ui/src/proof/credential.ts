import { canonical } from './canon';
import { type Checkpoint, parseCheckpoint, verifyEd25519 } from './checkpoint';
import { concat, fromBase64, ProofFault, ProofUnsupported, parsePath, sha256, toHex, utf8 } from './hash';
import { verifyInclusion } from './log';
import { type MapProof, verifyMap } from './map';

/** A registration or search certificate: one JSON document with its own evidence. See the Go package credential. */
export interface Credential {
  checkpoint: string;
  code: string;
  entry?: { index: number; leaf: unknown; path: string[] };
  facts: { key: string; proof: MapProof; value?: unknown }[];
  form?: { document: unknown; salt: string };
  issued_at: number;
  kind: 'registration' | 'search';
  log_key: string;
  signature: { key: string; sig: string };
  v: number;
}

export interface Certificate {
  code: string;
  case: string;
  holder: string;
  registrar: string;
  rights: { right: string; until?: string }[];
  form_commitment: string;
  issued_on: string;
  valid_until: string;
  cancelled?: boolean;
  objections?: string[] | null;
}

export interface Organisation {
  uscc: string;
  name: string;
}

export interface Lien {
  id: string;
  pledgee: string;
  secured_fen: number;
  filing_no: string;
}

/** One thing that was checked. A doubt passed, but leaves something to the reader. */
export interface Step {
  code: StepCode;
  args: Record<string, string | number>;
  doubt?: boolean;
}

export type StepCode =
  | 'form'
  | 'checkpoint'
  | 'key'
  | 'key_own'
  | 'facts'
  | 'certificate'
  | 'entry'
  | 'signature'
  | 'form_text'
  | 'no_liens'
  | 'liens'
  | 'valid'
  | 'expired'
  | 'cancelled'
  | 'objections'
  // of single proofs, outside a certificate
  | 'inclusion'
  | 'consistency'
  | 'present'
  | 'absent'
  // of an appraisal report
  | 'commitment'
  | 'recorded';

export interface Report {
  steps: Step[];
  certificate?: Certificate;
  holder?: Organisation;
  registrar?: Organisation;
  liens: { lien: Lien; pledgee: Organisation }[];
  live: boolean;
  checkpoint?: Checkpoint;
  /** The first check that failed, if one did. Everything before it holds. */
  fault?: unknown;
}

export interface Options {
  /** The verifier key the reader knows the registry by; without it the document's own is used, and a step says so. */
  logKey?: string;
  /** The civil date in China for which validity is judged. */
  today: string;
}

const maxBytes = 256 << 10;
const maxFacts = 64;
const known = ['checkpoint', 'code', 'entry', 'facts', 'form', 'issued_at', 'kind', 'log_key', 'signature', 'v'];
const fault = (code: string, why = '') => new ProofFault(`credential.${code}`, why);

/** Reads a document as strictly as the node does: bounded, canonical, known members only. */
export function parseCredential(text: string): Credential {
  if (utf8(text).length > maxBytes) throw fault('size');
  let c: Credential;
  try {
    c = JSON.parse(text) as Credential;
  } catch {
    throw fault('form', 'not JSON');
  }
  if (c === null || typeof c !== 'object' || canonical(c) !== text) throw fault('form', 'not canonical');
  if (c.v !== 1) throw fault('version');
  const strange = Object.keys(c).find((k) => !known.includes(k));
  if (strange) throw fault('form', `unknown member ${strange}`);
  if (c.kind !== 'registration' && c.kind !== 'search') throw fault('form', 'kind is registration or search');
  if (!Array.isArray(c.facts) || c.facts.length > maxFacts) throw fault('form', 'facts');
  if (!c.signature) throw fault('form', 'not signed');
  return c;
}

/** Checks a document, step by step; the first failure ends it and is in the report. */
export async function verifyCredential(text: string, o: Options): Promise<Report> {
  const report: Report = { steps: [], liens: [], live: false };
  try {
    const c = parseCredential(text);
    report.steps.push({ code: 'form', args: {} });
    await new Verification(c, o, report).run();
  } catch (err) {
    report.live = false;
    // A document of another shape fails where a member is missed: that is its form, not our program.
    const ours = err instanceof ProofFault || err instanceof ProofUnsupported;
    report.fault = ours ? err : fault('form', String(err));
  }
  return report;
}

class Verification {
  private readonly book = new Map<string, unknown>();

  constructor(
    private readonly c: Credential,
    private readonly o: Options,
    private readonly report: Report,
  ) {}

  async run(): Promise<void> {
    const cp = await this.checkpoint();
    await this.facts(cp);
    const cert = this.certificate();
    if (this.c.kind === 'registration') await this.entry(cp, cert);
    await this.signature(cert);
    await this.formText(cert);
    this.liens(cp);
    this.validity(cert);
  }

  private step(code: StepCode, args: Step['args'] = {}, doubt = false) {
    this.report.steps.push(doubt ? { code, args, doubt } : { code, args });
  }

  private async checkpoint(): Promise<Checkpoint> {
    const { logKey } = this.o;
    if (logKey && logKey !== this.c.log_key) throw fault('untrusted');
    const cp = await parseCheckpoint(this.c.checkpoint, this.c.log_key);
    this.report.checkpoint = cp;
    this.step('checkpoint', { origin: cp.origin, size: cp.size });
    if (logKey) this.step('key');
    else this.step('key_own', { key: this.c.log_key }, true);
    return cp;
  }

  private async facts(cp: Checkpoint): Promise<void> {
    for (const f of this.c.facts) {
      if (this.book.has(f.key)) throw fault('fact', `${f.key}: given twice`);
      const value = f.value === undefined ? null : utf8(canonical(f.value));
      await verifyMap(f.proof, f.key, value, cp.state);
      this.book.set(f.key, f.value);
    }
    this.step('facts', { n: this.book.size });
  }

  /** A proven fact that must exist. */
  private read<T>(key: string): T {
    const value = this.book.get(key);
    if (value === undefined || value === null || typeof value !== 'object') throw fault('fact', `${key}: missing`);
    return value as T;
  }

  private certificate(): Certificate {
    const cert = this.read<Certificate>(`certificate/${this.c.code}`);
    if (cert.code !== this.c.code) throw fault('fact', 'it is of another certificate');
    const holder = this.read<Organisation>(`org/${cert.holder}`);
    const registrar = this.read<Organisation>(`org/${cert.registrar}`);
    Object.assign(this.report, { certificate: cert, holder, registrar });
    this.step('certificate', { code: cert.code, holder: holder.name });
    return cert;
  }

  private async entry(cp: Checkpoint, cert: Certificate): Promise<void> {
    const e = this.c.entry;
    if (!e) throw fault('entry', 'missing');
    await verifyInclusion(utf8(canonical(e.leaf)), e.index, cp.size, parsePath(e.path), cp.root);
    const leaf = e.leaf as {
      command?: { kind?: string; org?: string; body?: { case?: string } };
      events?: { kind: string; body?: { code?: string } }[];
      index?: number;
    };
    const issued = leaf.events?.some((x) => x.kind === 'certificate.issued' && x.body?.code === this.c.code);
    const same =
      leaf.command?.kind === 'certificate.issue' &&
      leaf.index === e.index &&
      leaf.command.org === cert.registrar &&
      leaf.command.body?.case === cert.case;
    if (!issued || !same) throw fault('entry', 'it records something else');
    this.step('entry', { index: e.index });
  }

  private async signature(cert: Certificate): Promise<void> {
    const { signature, ...unsigned } = this.c;
    const key = this.read<{ org: string; pub: string; purpose: string }>(`key/${signature.key}`);
    const pub = fromBase64(key.pub);
    const sig = fromBase64(signature.sig);
    if (pub?.length !== 32 || !sig) throw fault('signature');
    const id = toHex((await sha256(pub)).slice(0, 16));
    if (id !== signature.key || key.org !== cert.registrar || key.purpose !== 'organisation') throw fault('signature');
    const message = utf8(`shurong credential v1\n${canonical(unsigned)}`);
    if (!(await verifyEd25519(pub, message, sig))) throw fault('signature');
    this.step('signature', { registrar: this.report.registrar?.name ?? '' });
  }

  private async formText(cert: Certificate): Promise<void> {
    const { form } = this.c;
    if (!form) return;
    const salt = fromBase64(form.salt);
    if (!salt) throw fault('form', 'salt');
    const commitment = await sha256(concat(salt, utf8(canonical(form.document))));
    if (toHex(commitment) !== cert.form_commitment) throw fault('text');
    this.step('form_text');
  }

  private liens(cp: Checkpoint): void {
    const key = `encumbrance/${this.c.code}`;
    if (!this.book.has(key)) throw fault('fact', `${key}: missing`);
    if (this.book.get(key) === undefined) {
      this.step('no_liens', { size: cp.size });
      return;
    }
    for (const id of this.read<{ liens: string[] }>(key).liens) {
      const lien = this.read<Lien>(`lien/${id}`);
      this.report.liens.push({ lien, pledgee: this.read<Organisation>(`org/${lien.pledgee}`) });
    }
    this.step('liens', { size: cp.size, count: this.report.liens.length });
  }

  private validity(cert: Certificate): void {
    if (cert.cancelled) this.step('cancelled', {}, true);
    else if (this.o.today > cert.valid_until) this.step('expired', { date: cert.valid_until }, true);
    else {
      this.report.live = true;
      this.step('valid', { date: cert.valid_until });
    }
    const open = cert.objections?.length ?? 0;
    if (open > 0) this.step('objections', { count: open }, true);
  }
}
