import { Button } from 'antd';
import { Ban, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import type { CertificateDetail } from '../../api/types';
import { Sheet, Tag } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { useDeed } from '../deeds/Deeds';
import { endLicenceDeed, liftDeed, permitDeed } from '../deeds/noteDeeds';
import { useOrgNames } from '../registration/organisations';
import css from './Certificate.module.css';
import { type Annotation, openCase, type Titles } from './titles';

/** What everybody must see first: that a right is seized or controlled, has lapsed, or is about to change hands. */
export function StandingBanner({ c, titles }: { c: CertificateDetail; titles: Titles }) {
  const t = useT();
  const word = useWord();
  const blocks = titles.annotations.filter((a) => a.active && a.blocks);
  const open = openCase(titles);
  return (
    <>
      {blocks.map((a) => (
        <p key={a.id} className={css.banner} data-tone="seal" role="alert">
          <Ban size={16} aria-hidden />
          <span>
            <strong>{word('annotationKind', a.kind)}</strong> {a.authority ?? a.by_name} · {a.from} –{' '}
            {a.until ?? t('annotation.untilLifted')} · {t('annotation.blocks')}
          </span>
        </p>
      ))}
      {c.status !== 'live' && c.liens.length > 0 && (
        <p className={css.banner} data-tone="seal" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>{t('certificate.unsecured', { count: c.liens.length })}</span>
        </p>
      )}
      {open && (
        <p className={css.banner} data-tone="warn">
          <TriangleAlert size={16} aria-hidden />
          <span>
            {t('certificate.pendingCase', { type: word('caseType', open.type) })}{' '}
            <Link to={`/cases/${open.id}`}>{open.id}</Link>
          </span>
        </p>
      )}
    </>
  );
}

/** Notes on the certificate (Guide Art. 23): those in force first, each with what can be done about it. */
export function AnnotationSheet({ c, annotations }: { c: CertificateDetail; annotations: readonly Annotation[] }) {
  const t = useT();
  const { open, dialog } = useDeed();
  if (annotations.length === 0) return null;
  const sorted = [...annotations].sort((a, b) => Number(b.active) - Number(a.active));
  return (
    <Sheet title={t('annotation.title')} aside={annotations.filter((a) => a.active).length}>
      <ul className={css.notes}>
        {sorted.map((a) => (
          <Note key={a.id} a={a} c={c} open={open} />
        ))}
      </ul>
      {dialog}
    </Sheet>
  );
}

function Note({ a, c, open }: { a: Annotation; c: CertificateDetail; open: ReturnType<typeof useDeed>['open'] }) {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const names = useOrgNames();
  const org = me.organisation?.uscc;
  const may = (action: string) => me.actions.includes(action);
  const licence = a.kind === 'licence';
  const note = licence
    ? `${names.get(a.licensee ?? '') ?? a.licensee ?? ''}${a.exclusive ? ` · ${t('deed.exclusive')}` : ''}`
    : (a.authority ?? a.by_name);
  return (
    <li data-over={!a.active || undefined}>
      <div className={css.noteHead}>
        <Tag tone={!a.active ? undefined : a.blocks ? 'seal' : 'primary'}>{word('annotationKind', a.kind)}</Tag>
        <strong>{note}</strong>
        {!a.active && <Tag>{a.lifted_on ? t('annotation.liftedOn', { on: a.lifted_on }) : t('annotation.over')}</Tag>}
      </div>
      <p className="faint">
        {a.from} – {a.until ?? t('annotation.untilLifted')}
        {a.rights && a.rights.length > 0 && ` · ${a.rights.map((r) => word('right', r)).join(t('policy.comma'))}`}
        {' · '}
        {a.by_name} · <Link to={`/log/${a.index}`}>#{a.index}</Link>
      </p>
      {a.permits?.map((p) => (
        <p key={p.index} className="faint">
          {t('annotation.permit', { act: word('consentAct', p.act), to: names.get(p.to) ?? p.to, until: p.until })}
        </p>
      ))}
      {a.active && (
        <div className={css.noteActs}>
          {!licence && org === c.registrar.uscc && may('annotation.place') && (
            <Button size="small" onClick={() => open(liftDeed(a.id))}>
              {t('deed.lift')}
            </Button>
          )}
          {a.blocks && org === c.registrar.uscc && may('annotation.place') && (
            <Button size="small" onClick={() => open(permitDeed(a.id))}>
              {t('deed.permit')}
            </Button>
          )}
          {licence && org === c.holder.uscc && may('licence.note') && (
            <Button size="small" onClick={() => open(endLicenceDeed(a.id))}>
              {t('deed.endLicence')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
