import { Tag } from '../../components/Page';
import { useT } from '../../i18n';
import type { ApplicationItem, LoanItem, MarginCall } from './types';

type Tone = 'good' | 'warn' | 'seal' | 'primary' | undefined;

export const loanTone: Record<LoanItem['state'], Tone> = {
  signed: 'primary',
  active: 'good',
  enforcing: 'seal',
  repaid: 'good',
  settled: 'good',
  released: undefined,
  void: undefined,
};

export const applicationTone: Record<ApplicationItem['state'], Tone> = {
  submitted: 'warn',
  approved: 'primary',
  declined: 'seal',
  withdrawn: undefined,
  contracted: 'primary',
  disbursed: 'good',
};

/** The margin call that is open or has failed, in a word. */
export function CallTag({ call }: { call: Pick<MarginCall, 'state'> | undefined }) {
  const t = useT();
  if (call?.state === 'failed') return <Tag tone="seal">{t('call.failedTitle')}</Tag>;
  if (call?.state === 'open') return <Tag tone="warn">{t('call.title')}</Tag>;
  return null;
}
