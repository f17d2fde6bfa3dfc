import { Link } from 'react-router';
import { DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { Money } from '../../components/Money';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT, useWord } from '../../i18n';
import css from './Loan.module.css';
import type { Lien } from './types';

/** A pledge as the register holds it, and the liens ahead with what their pledgees know. */
export function LienSheet({ lien: l, whole = false }: { lien: Lien; whole?: boolean }) {
  const t = useT();
  const word = useWord();
  const tone = l.status === 'effective' ? 'good' : l.status === 'enforcing' ? 'seal' : l.rank > 0 ? 'warn' : undefined;
  return (
    <Sheet title={t('pledge.title')} aside={whole ? null : <Link to={`/liens/${l.id}`}>{l.id}</Link>}>
      <Facts
        items={[
          [
            t('case.status'),
            <Tag key="s" tone={tone}>
              {word('lienStatus', l.status)}
            </Tag>,
          ],
          [t('pledge.rank'), l.rank > 0 ? t('pledge.rankOf', { rank: l.rank }) : t('pledge.ended')],
          [t('pledge.secured'), <Money key="m" fen={l.secured_fen} />],
          whole && [t('term.pledgor'), <Party key="o" party={l.pledgor} code />],
          whole && [t('term.pledgee'), <Party key="e" party={l.pledgee} code />],
          whole && [
            t('term.certificateCode'),
            <Link key="k" to={`/certificates/${l.certificate}`}>
              <code>{l.certificate}</code>
            </Link>,
          ],
          l.filing_no !== undefined && [t('pledge.filingNo'), <code key="f">{l.filing_no}</code>],
          l.no_further && [
            t('case.rights'),
            <Tag key="n" tone="warn">
              {t('pledge.noFurther')}
            </Tag>,
          ],
          [t('pledge.proposedOn'), l.proposed_on],
          l.accepted_on !== undefined && [t('pledge.acceptedOn'), l.accepted_on],
          l.ahead.length > 0 && [t('pledge.noticeUntil'), l.notice_until],
          [
            t('term.logIndex'),
            <Link key="i" to={`/log/${l.index}`}>
              #{l.index}
            </Link>,
          ],
          [t('pledge.contract'), <Digest key="c" value={l.contract} />],
        ]}
      />
      <div className={css.ahead}>
        <h3>{t('pledge.ahead')}</h3>
        {l.ahead.length === 0 ? (
          <p className="faint">{t('pledge.noAhead')}</p>
        ) : (
          <DataTable
            label={t('pledge.ahead')}
            rows={l.ahead}
            rowKey={(x) => x.id}
            to={(x) => `/liens/${x.id}`}
            columns={[
              { key: 'id', title: t('loan.lienId'), cell: (x) => <code>{x.id}</code>, tight: true },
              { key: 'pledgee', title: t('term.pledgee'), cell: (x) => <Party party={x.pledgee} /> },
              { key: 'secured', title: t('pledge.secured'), cell: (x) => <Money fen={x.secured_fen} />, end: true },
              { key: 'status', title: t('case.status'), cell: (x) => word('lienStatus', x.status), tight: true },
              {
                key: 'informed',
                title: t('pledge.disclosure'),
                cell: (x) => (
                  <Tag tone={x.informed ? 'good' : 'warn'}>
                    {t(x.informed ? 'pledge.informed' : 'pledge.notInformed')}
                  </Tag>
                ),
                tight: true,
              },
            ]}
          />
        )}
      </div>
    </Sheet>
  );
}
