import type { MessageKey } from '../../i18n';
import type { Application } from './types';

/** The way of a credit, in order. */
export const steps = [
  'creditStep.apply',
  'creditStep.decide',
  'creditStep.pledge',
  'creditStep.sign',
  'creditStep.disburse',
] as const satisfies readonly MessageKey[];

type Course = Pick<Application, 'state' | 'lien_status' | 'contract_detail' | 'acts'>;

function binding(a: Course): boolean {
  return a.lien_status === 'effective' || a.lien_status === 'enforcing';
}

/** Index of the step in progress; the number of steps when all are done. */
export function stepOf(a: Course): number {
  switch (a.state) {
    case 'submitted':
    case 'declined':
    case 'withdrawn':
      return 1;
    case 'approved':
      return binding(a) ? 3 : 2;
    case 'contracted':
      return 4;
    default:
      return steps.length;
  }
}

/** Whose turn it is and for what, as a sentence for the reader's side; nothing when it has ended. */
export function nextKey(a: Course, lends: boolean): MessageKey | undefined {
  if (a.state === 'submitted') return lends ? 'credit.nextDecide' : 'credit.nextWaitBank';
  if (a.state === 'disbursed') return 'credit.nextLoan';
  if (a.state === 'contracted') return lends ? 'credit.nextDisburse' : 'credit.nextWaitDisburse';
  if (a.state !== 'approved') return undefined;
  if (a.lien_status === 'proposed') return lends ? 'credit.nextAccept' : 'credit.nextWaitAccept';
  if (a.lien_status === 'accepted') return 'credit.nextNotice';
  if (!binding(a)) return lends ? 'credit.nextWaitPledge' : 'credit.nextPledge';
  const c = a.contract_detail;
  if (c && c.state === 'drawn') return c.acts.includes('sign') ? 'credit.nextSign' : 'credit.nextWaitSign';
  return lends ? 'credit.nextDraw' : 'credit.nextWaitDraw';
}
