import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Sheet } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';
import { Pictures } from '../valuation/Pictures';
import { Proposal } from '../work/Proposal';
import css from './Bench.module.css';
import { Reconciliation, ValueFigures } from './Conclusion';
import { Derivation } from './Derivation';
import { TemplateDialog } from './TemplateDialog';
import { Tornado } from './Tornado';
import type { Commission, Valuation } from './types';
import { useDraft } from './useDraft';
import val from './Valuation.module.css';
import { YamlEditor } from './YamlEditor';

export const approaches = [
  'cost',
  'royalty',
  'market',
  'direct',
  'excess_earnings',
  'incremental',
  'contracts',
  'cost_expert9',
] as const;
export type ApproachName = (typeof approaches)[number];

/** The appraiser's bench: the file at one side, what it leads to at the other. */
export function Bench({ commission: c }: { commission: Commission }) {
  const t = useT();
  const d = useDraft(c.id, c.draft);
  const [template, setTemplate] = useState<ApproachName>();
  const dialog = useRef<HTMLDialogElement>(null);
  const waits = c.state === 'submitted';
  return (
    <>
      {waits && c.approval && <Proposal id={c.approval} />}
      <div className={css.bench}>
        <div className={css.file}>
          <Sheet
            title={t('editor.title')}
            flush
            aside={
              waits ? null : (
                <span className={css.templates}>
                  {t('editor.template')}
                  {approaches.map((a) => (
                    <Button
                      key={a}
                      size="small"
                      onClick={() => {
                        setTemplate(a);
                        dialog.current?.showModal();
                      }}
                    >
                      {t(`editor.${a}`)}
                    </Button>
                  ))}
                </span>
              )
            }
          >
            <YamlEditor
              text={d.text}
              onChange={d.setText}
              onSave={() => d.save.mutate(d.text)}
              problem={d.problem}
              readOnly={waits}
            />
            {!waits && (
              <div className={css.bar}>
                <span className="faint small" role="status">
                  {d.computing
                    ? t('editor.computing')
                    : d.dirty
                      ? t('editor.unsaved')
                      : d.savedAt && t('editor.saved', { at: dateTime(d.savedAt) })}
                </span>
                <Button disabled={!d.dirty} loading={d.save.isPending} onClick={() => d.save.mutate(d.text)}>
                  {t('editor.save')}
                </Button>
                <Button
                  type="primary"
                  disabled={!d.ready}
                  loading={d.submit.isPending}
                  onClick={() => d.submit.mutate(d.text)}
                  title={d.ready ? undefined : t('commission.submitHint')}
                >
                  {t('commission.submit')}
                </Button>
              </div>
            )}
            <ProblemNote error={d.submit.error ?? d.save.error ?? d.lost} />
          </Sheet>
        </div>
        <Running report={d.report} stale={d.stale} />
      </div>
      <TemplateDialog
        ref={dialog}
        commission={c.id}
        approach={template}
        replaces={d.text.trim() !== ''}
        onUse={d.setText}
      />
    </>
  );
}

function Running({ report: v, stale }: { report: Valuation | undefined; stale: boolean }) {
  const t = useT();
  if (!v)
    return (
      <Sheet title={t('running.title')}>
        <Empty title={t('running.none')} />
      </Sheet>
    );
  return (
    <div className={`${val.stack} ${stale ? val.faded : ''}`}>
      {stale && <p className={val.stale}>{t('running.stale')}</p>}
      <ValueFigures valuation={v} />
      {v.approaches.length > 1 && (
        <Sheet title={t('value.reconciliation')} flush>
          <Reconciliation valuation={v} brief />
        </Sheet>
      )}
      <Sheet title={t('tornado.title')} aside={t('tornado.why')}>
        <Tornado valuation={v} />
      </Sheet>
      <Pictures valuation={v} />
      <Sheet title={t('value.derivation')} flush>
        <div className={val.stack}>
          {v.approaches.map((a) => (
            <Derivation key={a.method} approach={a} />
          ))}
        </div>
      </Sheet>
    </div>
  );
}
