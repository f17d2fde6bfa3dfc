import { Button } from 'antd';
import { asProblem } from '../api/problem';
import { useLanguage, useT, useWord } from '../i18n';
import { Digest } from './Digest';
import { fieldName } from './fieldName';
import css from './ProblemNote.module.css';

/** What went wrong, what to do, and what to quote to the operator. Takes anything that was thrown. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useT();
  const word = useWord();
  const lang = useLanguage();
  if (!error) return null;
  const p = asProblem(error);
  const network = p.doc === null;
  const hint = network ? t('problem.networkHint') : p.hint(lang);
  const place = [p.doc?.file, p.doc?.line].filter(Boolean).join(':');
  return (
    <div className={css.note} role="alert">
      <p className={css.detail}>{network ? t('problem.network') : p.detail(lang)}</p>
      {hint && <p className={css.hint}>{hint}</p>}
      {!network && (
        <dl className={css.facts}>
          <dt>{t('problem.code')}</dt>
          <dd>
            <code>{p.code}</code>
          </dd>
          {p.doc?.field && (
            <>
              <dt>{t('problem.field')}</dt>
              <dd>
                {fieldName(p.doc.field, t, word)} <code className={css.path}>{p.doc.field}</code>
              </dd>
            </>
          )}
          {place && (
            <>
              <dt>{t('problem.place')}</dt>
              <dd>
                <code>{place}</code>
              </dd>
            </>
          )}
          {p.request && (
            <>
              <dt>{t('problem.request')}</dt>
              <dd>
                <Digest value={p.request} />
              </dd>
            </>
          )}
        </dl>
      )}
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t('state.retry')}
        </Button>
      )}
    </div>
  );
}
