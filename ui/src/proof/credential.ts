import { Book, type Found } from './book';
import { canonical } from './canon';
import { type Checkpoint, parseCheckpoint, verifyEd25519 } from './checkpoint';
import { type Credential, fault, type Kind, parseCredential } from './document';
import {
  type Annotation,
  type Certificate,
  lienLive,
  live,
  type Organisation,
  type Similar,
  type State,
  statesOf,
} from './facts';
import { concat, fromBase64, ProofFault, ProofUnsupported, sha256, toHex, utf8 } from './hash';
import { type Listed, listed } from './search';
import type { Step, StepCode } from './step';
import { provenLeaf, type TitleLink, titles } from './title';

export interface Report {
  steps: Step[];
  kind?: Kind;
  /** The certificate that the document is about; a search by asset or holder has them in `found`, each with its own. */
  certificate?: Certificate;
  holder?: Organisation;
  /** Who signed. */
  registrar?: Organisation;
  liens: Found['liens'];
  annotations?: Annotation[];
  similar?: Similar[];
  /** What holds of the certificate on the day of reading, the gravest first. */
  states?: State[];
  titles?: TitleLink[];
  found?: Listed[];
  live: boolean;
  checkpoint?: Checkpoint;
  /** The first check that failed, if one did. Everything before it holds. */
  fault?: unknown;
}

export interface Options {
  /** The verifier key the reader knows the registry by; without it the document's own is used, and a step says so. */
  logKey?: string | undefined;
  /** The civil date in China for which validity is judged. */
  today: string;
}

/** The commands by which a certificate comes into being: first registration, transfer, recognition (Guide Art. 33, 34, 41). */
const issueCommands = ['certificate.issue', 'case.conclude', 'certificate.recognise'];
const rights = ['holding', 'use', 'operating'];

/** Checks a document, step by step; the first failure ends it and is in the report. */
export async function verifyCredential(text: string, o: Options): Promise<Report> {
  const report: Report = { steps: [], liens: [], live: false };
  try {
    const c = parseCredential(text);
    report.kind = c.kind;
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

/** A document being checked; each method is one step and relies on those before it. */
class Verification {
  private book = new Book();

  constructor(
    private readonly c: Credential,
    private readonly o: Options,
    private readonly report: Report,
  ) {}

  async run(): Promise<void> {
    const { kind } = this.c;
    const cp = await this.checkpoint();
    this.book = await Book.prove(this.c.facts, cp.state);
    this.step('facts', { n: this.book.size });
    if (kind === 'existence') this.existence();
    else if (kind !== 'asset_search' && kind !== 'holder_search') return this.ofOne(cp);
    await this.signature();
    if (kind !== 'existence') this.subject(cp);
    this.age();
  }

  private async ofOne(cp: Checkpoint): Promise<void> {
    const f = this.certificate();
    if (this.c.kind === 'registration') await this.entry(cp, f.certificate);
    await this.signature();
    await this.formText(f.certificate);
    this.liens(cp, f);
    this.annotations(f);
    this.validity(f);
    if (this.c.kind === 'title') {
      this.report.titles = await titles(this.c, this.book, cp);
      this.step('titles', { count: this.report.titles.length });
    }
    this.age();
  }

  private step(code: StepCode, args: Step['args'] = {}, terms?: Step['terms']) {
    this.report.steps.push(terms ? { code, args, terms } : { code, args });
  }

  private doubt(code: StepCode, args: Step['args'] = {}, terms?: Step['terms']) {
    this.report.steps.push({ code, args, ...(terms ? { terms } : {}), doubt: true });
  }

  private async checkpoint(): Promise<Checkpoint> {
    const { logKey } = this.o;
    if (logKey && logKey !== this.c.log_key) throw fault('untrusted');
    const cp = await parseCheckpoint(this.c.checkpoint, this.c.log_key);
    this.report.checkpoint = cp;
    this.step('checkpoint', { origin: cp.origin, size: cp.size });
    if (logKey) this.step('key');
    else this.doubt('key_own', { key: this.c.log_key });
    return cp;
  }

  private certificate(): Found {
    const f = this.book.identity(this.c.code);
    const { certificate, holder, registrar } = f;
    Object.assign(this.report, { certificate, holder, registrar });
    this.step('certificate', { code: f.code, holder: holder.name });
    return f;
  }

  private existence(): void {
    const { code } = this.c;
    if (!this.book.withheld(`certificate/${code}`)) throw fault('fact', 'only its hash should be given');
    this.step('existence', { code });
  }

  private async entry(cp: Checkpoint, cert: Certificate): Promise<void> {
    const e = this.c.entry;
    if (!e) throw fault('entry', 'missing');
    const { command, events } = await provenLeaf(e, cp);
    const issued = events?.some((x) => x.kind === 'certificate.issued' && x.body?.code === this.c.code);
    const ofCase = command?.body?.case;
    const same =
      issueCommands.includes(command?.kind ?? '') &&
      command?.org === cert.registrar &&
      (!ofCase || ofCase === cert.case);
    if (!issued || !same) throw fault('entry', 'it records something else');
    this.step('entry', { index: e.index });
  }

  /** The key must be the certificate's registrar's; where no certificate is shown, that of a registrar. */
  private async signature(): Promise<void> {
    const { signature, ...unsigned } = this.c;
    const key = this.book.read<{ id: string; org: string; pub: string; purpose: string; revoked?: boolean }>(
      `key/${signature.key}`,
    );
    const pub = fromBase64(key.pub);
    const sig = fromBase64(signature.sig);
    if (pub?.length !== 32 || !sig) throw fault('signature');
    const id = toHex((await sha256(pub)).slice(0, 16));
    if (id !== signature.key || key.purpose !== 'organisation') throw fault('signature');
    if (!this.report.certificate) {
      const org = this.book.read<Organisation>(`org/${key.org}`);
      if (!org.roles?.includes('registrar')) throw fault('signature');
      this.report.registrar = org;
    }
    const { uscc = '', name = '' } = this.report.registrar ?? {};
    if (key.org !== uscc) throw fault('signature');
    if (key.revoked) throw fault('revoked');
    const message = utf8(`shurong credential v1\n${canonical(unsigned)}`);
    if (!(await verifyEd25519(pub, message, sig))) throw fault('signature');
    this.step('signature', { registrar: name });
    if (signature.sm2) await this.sm2(signature.sm2, uscc, id, pub);
  }

  /** Browsers have no SM2. That its key is the registrar's is signed with Ed25519 and is checked; the rest is not. */
  private async sm2(
    s: NonNullable<Credential['signature']['sm2']>,
    org: string,
    ed25519: string,
    pub: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const bound = fromBase64(s.bound);
    if (!bound || fromBase64(s.pub)?.length !== 65 || !fromBase64(s.sig)) throw fault('sm2');
    const binding = utf8(`shurong sm2 key v1\n${canonical({ ed25519, org, sm2: s.pub })}`);
    if (!(await verifyEd25519(pub, binding, bound))) throw fault('sm2');
    this.doubt('sm2_unchecked');
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

  private liens(cp: Checkpoint, f: Found): void {
    this.book.encumbered(f);
    this.report.liens = f.liens;
    if (f.liens.length === 0) this.step('no_liens', { size: cp.size });
    else this.step('liens', { size: cp.size, count: f.liens.length });
    for (const { lien } of f.liens) {
      if (!lienLive(lien, this.o.today)) this.doubt('lien_expired', { id: lien.id, date: lien.until ?? '' });
    }
  }

  private annotations(f: Found): void {
    this.book.noted(f, this.c.kind === 'registration' || this.c.kind === 'search');
    this.report.annotations = f.annotations;
    if (f.notesUnknown) this.doubt('annotations_unknown');
    else if (f.annotations.length === 0) this.step('no_annotations');
    else this.step('annotations', { count: f.annotations.length });
    this.book.disclosed(f);
    this.report.similar = f.similar;
    if (f.similar.length > 0) this.doubt('similar', { count: f.similar.length });
  }

  private validity({ certificate: cert, liens, annotations }: Found): void {
    const { today } = this.o;
    const date = cert.valid_until;
    const states = statesOf(
      cert,
      liens.map((l) => l.lien),
      annotations,
      today,
    );
    this.report.states = states;
    this.report.live = live(cert, today);
    if (cert.cancelled) this.doubt('cancelled');
    else if (!this.report.live) this.doubt('expired', { date });
    else if (today > date) this.doubt('renewing', { date });
    else {
      this.step('valid', { date });
      for (const { right, until } of cert.rights) {
        if (!until || today <= until) continue;
        if (rights.includes(right)) this.doubt('right_ended', { date: until }, { right: [`proof.right.${right}`] });
        else this.doubt('right_ended', { date: until, right });
      }
    }
    if (states.includes('seized')) this.doubt('seized');
    const open = cert.objections?.length ?? 0;
    if (open > 0) this.doubt('objections', { count: open });
  }

  private subject(cp: Checkpoint): void {
    const all = listed(this.c, this.book, this.o.today);
    this.report.found = all;
    this.step(this.c.kind === 'asset_search' ? 'complete_asset' : 'complete_holder', { count: all.length });
    for (const { code, found } of all) {
      if (!found) {
        this.step('existence', { code });
        continue;
      }
      const args = { code, liens: found.liens.length, annotations: found.annotations.length, size: cp.size };
      this.step('found', args, { states: named(found.states) });
    }
  }

  /** Tells when the document was made: what happened since it cannot know. */
  private age(): void {
    const at = inChina(this.c.issued_at);
    if (at.slice(0, 10) > this.o.today) this.doubt('clock');
    if (this.c.kind === 'status') this.step('status', { at }, { states: named(this.report.states ?? []) });
  }
}

const named = (states: readonly State[]) => states.map((s) => `proof.state.${s}`);

/** An instant as date and time in China, which keeps one time all year. */
function inChina(ms: number): string {
  const d = new Date(ms + 8 * 3_600_000);
  return Number.isNaN(d.getTime()) ? '' : d.toISOString().slice(0, 16).replace('T', ' ');
}
