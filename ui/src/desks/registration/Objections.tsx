import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { Case } from '../../api/types';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Party } from '../../components/Party';
import { useT } from '../../i18n';
import { ActDialog } from './ActDialog';

/** Objections to the case, each with its grounds and its conclusion; open ones are concluded here. */
export function Objections({ c }: { c: Case }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState('');
  if (c.objections.length === 0) return null;
  return (
    <Sheet title={t('case.objections')} aside={c.objections.length}>
      {c.objections.map((o) => (
        <section key={o.id}>
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
              o.late && [t('case.term'), t('case.lateObjection')],
              o.grounds.text !== undefined && [t('case.grounds'), o.grounds.text],
              o.opinion?.text !== undefined && [t('act.resolve.opinion'), o.opinion.text],
            ]}
          />
          {!o.resolved && c.acts.includes('resolve') && (
            <Button
              onClick={() => {
                setChosen(o.id);
                dialog.current?.showModal();
              }}
            >
              {t('act.resolve')}
            </Button>
          )}
        </section>
      ))}
      <ActDialog ref={dialog} c={c} act="resolve" objection={chosen} />
    </Sheet>
  );
}
