import { amount } from '../format/money';
import css from './Payload.module.css';

/** A record of the node, member by member, for those who check it: nothing hidden, amounts readable. */
export function Payload({ value }: { value: unknown }) {
  return <div className={css.payload}>{show(value, '')}</div>;
}

function show(value: unknown, name: string) {
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="faint">[]</span>;
    return (
      <ol className={css.list}>
        {value.map((v, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a record does not change while it is shown
          <li key={i}>{show(v, '')}</li>
        ))}
      </ol>
    );
  }
  if (value !== null && typeof value === 'object') {
    return (
      <dl className={css.members}>
        {Object.entries(value).map(([k, v]) => (
          <div key={k}>
            <dt>{k}</dt>
            <dd>{show(v, k)}</dd>
          </div>
        ))}
      </dl>
    );
  }
  if (typeof value === 'number' && name.endsWith('_fen')) {
    return (
      <span className="number">
        {value} <span className="faint">= ¥ {amount(value)}</span>
      </span>
    );
  }
  return <span>{typeof value === 'string' ? value : String(value)}</span>;
}
