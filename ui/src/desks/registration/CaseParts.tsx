import { Link } from 'react-router';
import type { Case } from '../../api/types';
import { Digest } from '../../components/Digest';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { Rights } from '../../components/Rights';
import { byteSize } from '../../format/size';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { AnnexBody } from './Annex';
import css from './Form.module.css';
import { PaperLink } from './PaperLink';
import { useDecisionTables } from './verdictAid';

/** Who applies together, and who of them has consented: without all of them the case does not begin. */
export function JointSheet({ c }: { c: Case }) {
  const t = useT();
  if (c.joint.length === 0) return null;
  const transfer = c.type === 'transfer';
  return (
    <Sheet title={t(transfer ? 'deed.transferee' : 'joint.title')} aside={transfer ? undefined : t('joint.why')}>
      <ul className={css.list}>
        {c.joint.map((j) => (
          <li key={j.uscc}>
            <Party party={j} code /> <Rights rights={j.rights} />{' '}
            {j.consented_on ? (
              <Tag tone="good">{t('joint.consented', { on: j.consented_on })}</Tag>
            ) : (
              <Tag tone="warn">{t('joint.waiting')}</Tag>
            )}{' '}
            {j.index ? <Link to={`/log/${j.index}`}>#{j.index}</Link> : null}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Papers of the case. The register has salted digests; what was erased has no name any more. */
export function AttachmentSheet({ c }: { c: Case }) {
  const t = useT();
  const word = useWord();
  if (c.attachments.length === 0) return null;
  return (
    <Sheet title={t('paper.title')} aside={c.attachments.length}>
      <ul className={css.list}>
        {c.attachments.map((a) => (
          <li key={a.commitment}>
            <strong>{a.name ?? t(a.erased_at ? 'paper.erased' : 'paper.elsewhere')}</strong>{' '}
            <Tag>{word('paperKind', a.kind)}</Tag> {a.secret && <Tag tone="seal">{t('secret.document')}</Tag>}{' '}
            <span className="faint number">{byteSize(a.size)}</span> <Digest value={a.commitment} />
            {a.paper && !a.erased_at && <PaperLink paper={a.paper} owner={c.applicant.uscc} />}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Of a trade secret: the descriptor that gives nothing away, and the secrecy measures as answered. */
export function SecretSheet({ c }: { c: Case }) {
  const t = useT();
  const text = useText();
  const tables = useDecisionTables(c.secret !== undefined).data;
  const said = (code: string) => {
    const found = tables?.secrecy.find((x) => x.code === code);
    return found ? text(found) : code;
  };
  const s = c.secret;
  if (!s) return null;
  return (
    <Sheet title={t('secret.title')} aside={t('secret.why')}>
      <p className={css.summary}>{s.descriptor.text ?? t('case.notPublic')}</p>
      <ul className={css.list}>
        {s.measures.map((m) => (
          <li key={m.code}>
            <Tag tone={m.ok ? 'good' : 'warn'}>{t(m.ok ? 'secret.yes' : 'secret.no')}</Tag> {said(m.code)}{' '}
            <span className="faint">{m.note}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** Of a later registration: what annexes 2–5 add to the first form. */
export function AnnexSheet({ c }: { c: Case }) {
  const t = useT();
  const word = useWord();
  const a = c.annex;
  if (c.type === 'initial') return null;
  return (
    <Sheet title={word('caseType', c.type)}>
      <Facts
        items={[
          c.certificate !== undefined && [
            t('term.certificateCode'),
            <Link key="c" to={`/certificates/${c.certificate}`}>
              <code>{c.certificate}</code>
            </Link>,
          ],
          c.grounds !== undefined && [t('deed.grounds'), word('cancelGrounds', c.grounds)],
          c.renew_until !== undefined && [t('deed.renewUntil'), c.renew_until],
          c.changes !== undefined &&
            c.changes.length > 0 && [
              t('change.what'),
              c.changes.map((x) => word('changeKind', x)).join(t('policy.comma')),
            ],
        ]}
      />
      {a && <AnnexBody annex={a} />}
    </Sheet>
  );
}
