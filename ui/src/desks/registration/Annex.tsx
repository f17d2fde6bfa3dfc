import type { components } from '../../api/schema';
import { useT, useWord } from '../../i18n';
import css from './Form.module.css';

type Annex = components['schemas']['RegistrarAnnex'];

/** What annexes 2–5 say beyond the first form: the text, and of a change every line before and after. */
export function AnnexBody({ annex: a }: { annex: Annex }) {
  const t = useT();
  const word = useWord();
  // Values that the form chooses from a list are said in the reader's words.
  const said = (field: string, v: string) =>
    ['region_scope', 'update_frequency', 'structure'].includes(field) && v ? word('choice', v) : v;
  return (
    <>
      {a.text && <p className={css.quote}>{a.text}</p>}
      {a.changed && a.changed.length > 0 && (
        <table className={css.changed}>
          <thead>
            <tr>
              <th scope="col">{t('change.field')}</th>
              <th scope="col">{t('change.before')}</th>
              <th scope="col">{t('change.after')}</th>
            </tr>
          </thead>
          <tbody>
            {a.changed.map((x) => (
              <tr key={x.field}>
                <th scope="row">{word('changedField', x.field)}</th>
                <td>{said(x.field, x.before)}</td>
                <td>{said(x.field, x.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
