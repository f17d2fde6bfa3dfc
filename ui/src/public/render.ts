import type { Report } from '../proof/credential';
import { ProofFault, ProofUnsupported } from '../proof/hash';
import { words } from '../proof/step';

export type Texts = Readonly<Record<string, string>>;

function fill(text: string, args: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(args[name] ?? ''));
}

function element(tag: string, className: string, ...content: (string | Node)[]): HTMLElement {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...content);
  return e;
}

function mark(): HTMLElement {
  const e = element('span', 'mark');
  e.setAttribute('aria-hidden', 'true');
  return e;
}

/** The report in the words and classes of the page: the outcome, each step that was checked, and what failed. */
export function render(report: Report, texts: Texts): HTMLElement[] {
  const say = (key: string, args: Record<string, string | number> = {}) => fill(texts[key] ?? key, args);
  const { fault } = report;
  const unsupported = fault instanceof ProofUnsupported;
  const state = unsupported ? 'unsupported' : fault ? 'bad' : report.certificate && !report.live ? 'okNotLive' : 'ok';
  const outcome = element('h2', '', say('proof.byYou'));
  const verdict = element('p', state === 'ok' ? 'verdict' : 'verdict no', say(`proof.${state}`));
  verdict.setAttribute('role', 'status');
  const list = element('ol', 'steps');
  for (const s of report.steps) {
    list.append(element('li', s.doubt ? 'doubt' : 'pass', mark(), say(`proof.step.${s.code}`, words(s, say))));
  }
  if (fault && !unsupported) {
    const code = fault instanceof ProofFault ? fault.code : 'ui.unexpected';
    list.append(element('li', 'fail', mark(), `${say(`fault.${code}`)} `, element('code', '', code)));
  }
  const note = element('p', 'hint', say(unsupported ? 'proof.unsupportedHint' : 'proof.here'));
  return [outcome, verdict, note, list];
}
