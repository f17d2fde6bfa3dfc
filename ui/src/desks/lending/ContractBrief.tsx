import { Link } from 'react-router';
import { Facts, Sheet, Tag } from '../../components/Page';
import { useMoney } from '../../format/unit';
import { useT } from '../../i18n';
import type { Contract } from './types';

export const contractTone = {
  drawn: 'warn',
  signed: 'primary',
  disbursing: 'primary',
  disbursed: 'good',
  void: undefined,
} as const;

/** The contract of an application in brief: state, who signed, margin, and the way to the whole. */
export function ContractBrief({ c }: { c: Contract }) {
  const t = useT();
  const { money } = useMoney();
  const signed = (org: string) => c.signatures.find((s) => s.org === org)?.by ?? t('contract.notSigned');
  const want = c.document.terms.initial_margin_fen;
  return (
    <Sheet title={t('contract.title')} aside={<Link to={`/contracts/${c.id}`}>{t('contract.open')}</Link>}>
      <Facts
        items={[
          [t('contract.number'), <code key="i">{c.id}</code>],
          [
            t('case.status'),
            <Tag key="s" tone={contractTone[c.state]}>
              {t(`contractState.${c.state}`)}
            </Tag>,
          ],
          [t('contract.drawdown'), c.document.terms.contract.drawdown],
          [t('loan.maturity'), c.document.terms.contract.maturity],
          [c.lender.name, signed(c.lender.uscc)],
          [c.borrower.name, signed(c.borrower.uscc)],
          want > 0 && [t('contract.margin'), t('contract.marginOf', { have: money(c.margin_fen), want: money(want) })],
        ]}
      />
    </Sheet>
  );
}
