import type { Report } from '../proof/credential';
import { ProofFault, ProofUnsupported } from '../proof/hash';

export type Texts = Readonly<Record<string, string>>;

function fill(text: string, args: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(args[name] ?? ''));
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.textContent = text;
  return e;
}

/** The report as a page shows it: the outcome, then each step that was checked, then what failed. */
export function render(report: Report, texts: Texts): HTMLElement[] {
  const say = (key: string, args: Record<string, string | number> = {}) => fill(texts[key] ?? key, args);
  const { fault } = report;
  const unsupported = fault instanceof ProofUnsupported;
  const state = unsupported ? 'unsupported' : fault ? 'bad' : report.live ? 'ok' : 'okNotLive';
  const outcome = element('p', `outcome outcome-${state}`, say(`proof.${state}`));
  outcome.setAttribute('role', 'status');
  const list = element('ol', 'steps');
  for (const s of report.steps) {
    const item = element('li', s.doubt ? 'step step-doubt' : 'step', say(`proof.step.${s.code}`, s.args));
    list.append(item);
  }
  if (fault && !unsupported) {
    const code = fault instanceof ProofFault ? fault.code : 'ui.unexpected';
    const item = element('li', 'step step-bad', `${say(`fault.${code}`)} `);
    item.append(element('code', '', code));
    list.append(item);
  }
  const note = element('p', 'note', say(unsupported ? 'proof.unsupportedHint' : 'proof.here'));
  return [outcome, note, list];
}
