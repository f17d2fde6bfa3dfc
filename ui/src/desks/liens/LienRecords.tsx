import { Button } from 'antd';
import { Link } from 'react-router';
import { Sheet, Tag } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { useDeed } from '../deeds/Deeds';
import { endObjectionDeed, type Security } from '../deeds/lienDeeds';
import { useOrgNames } from '../registration/organisations';
import css from './Liens.module.css';

/** What was recorded beside a lien: consents given, objections, assignments, an offer to stand behind another. */
export function LienRecords({ l, registrar }: { l: Security; registrar: string }) {
  const t = useT();
  const word = useWord();
  const me = useMe();
  const names = useOrgNames();
  const { open, dialog } = useDeed();
  const name = (code: string) => names.get(code) ?? code;
  const isRegistrar = me.organisation?.uscc === registrar && me.actions.includes('lien.compel');
  return (
    <>
      {l.yields && (
        <Sheet title={t('deed.subordinate')}>
          <p>
            {t('lien.yields', { behind: l.yields.behind })} <span className="faint">{l.yields.on}</span>
          </p>
        </Sheet>
      )}
      {l.consents.length > 0 && (
        <Sheet title={t('lien.consents')} aside={l.consents.length}>
          <ul className={css.records}>
            {l.consents.map((x) => (
              <li key={x.index}>
                {t('annotation.permit', { act: word('consentAct', x.act), to: name(x.to), until: x.until })}{' '}
                {x.used && <Tag>{t('lien.used')}</Tag>} <Link to={`/log/${x.index}`}>#{x.index}</Link>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      {l.objections.length > 0 && (
        <Sheet title={t('lien.objections')} aside={l.objections.length}>
          <ul className={css.records}>
            {l.objections.map((o) => (
              <li key={o.index}>
                {o.by_name} <span className="faint">{o.on}</span>{' '}
                {o.ended_on ? (
                  <Tag>{t('lien.objectionEnded', { on: o.ended_on })}</Tag>
                ) : (
                  <Tag tone="seal">{t('lien.objectionOpen')}</Tag>
                )}{' '}
                <Link to={`/log/${o.index}`}>#{o.index}</Link>{' '}
                {isRegistrar && !o.ended_on && (
                  <Button size="small" onClick={() => open(endObjectionDeed(l.lien, o.by))}>
                    {t('deed.endObjection')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {dialog}
        </Sheet>
      )}
      {l.assigned.length > 0 && (
        <Sheet title={t('lien.assigned')}>
          <ul className={css.records}>
            {l.assigned.map((a) => (
              <li key={a.index}>
                {name(a.from)} → {name(a.to)} <span className="faint">{a.on}</span>{' '}
                <Link to={`/log/${a.index}`}>#{a.index}</Link>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </>
  );
}
