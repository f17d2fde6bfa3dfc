import type { Party as PartyFact } from '../api/types';
import css from './Party.module.css';

/** An organisation by name, with its credit code where there is room. */
export function Party({ party, code = false }: { party: PartyFact; code?: boolean }) {
  return (
    <span title={party.uscc}>
      {party.name || party.uscc}
      {code && party.name && !party.name.includes(party.uscc) && <code className={css.code}>{party.uscc}</code>}
    </span>
  );
}
