import { Button } from 'antd';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Case } from '../../api/types';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import { ActDialog } from './ActDialog';
import { type Act, actActions } from './acts';
import css from './Form.module.css';

/** Objections to the case, each with its grounds and its conclusion; open ones are concluded here. */
export function Objections({ c }: { c: Case }) {
  const t = useT();
  const me = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<{ id: string; act: Act }>({ id: '', act: 'resolve' });
  if (c.objections.length === 0) return null;
  const may = (act: Act) => c.acts.includes(act) && me.actions.includes(actActions[act]);
  const open = (id: string, act: Act) => {
    flushSync(() => setChosen({ id, act }));
    dialog.current?.showModal();
  };
  return (
    <Sheet title={t('case.objections')} aside={c.objections.length}>
      {c.objections.map((o) => (
        <section key={o.id} className={css.objection}>
          <Facts
            items={[
              [
                t('case.objectionBy'),
                o.on_behalf_of ? t('case.onBehalf', { who: o.on_behalf_of }) : <Party key="p" party={o.by} />,
              ],
              [t('case.filedOn'), o.filed],
              [
                t('case.status'),
                <Tag key="s" tone={!o.resolved ? 'warn' : o.upheld ? 'seal' : 'good'}>
                  {t(!o.resolved ? 'case.openObjection' : o.upheld ? 'case.upheld' : 'case.rejected')}
                </Tag>,
              ],
              o.late && [t('objection.stage'), t('case.lateObjection')],
              o.notified !== undefined && [t('objection.notified'), o.notified],
              o.answer !== undefined && [t('objection.answer'), t(`objection.${o.answer}`)],
              o.grounds.text !== undefined && [t('case.grounds'), o.grounds.text],
              o.defence?.text !== undefined && [t('act.answer.statement'), o.defence.text],
              o.opinion?.text !== undefined && [t('act.resolve.opinion'), o.opinion.text],
            ]}
          />
          {!o.resolved && (
            <div className={css.foot}>
              {may('notify') && o.late && !o.notified && (
                <Button type="primary" onClick={() => open(o.id, 'notify')}>
                  {t('act.notify')}
                </Button>
              )}
              {may('answer') && o.late && o.notified && !o.answer && (
                <Button type="primary" onClick={() => open(o.id, 'answer')}>
                  {t('act.answer')}
                </Button>
              )}
              {may('resolve') && <Button onClick={() => open(o.id, 'resolve')}>{t('act.resolve')}</Button>}
            </div>
          )}
        </section>
      ))}
      <ActDialog key={chosen.act} ref={dialog} c={c} act={chosen.act} objection={chosen.id} />
    </Sheet>
  );
}
