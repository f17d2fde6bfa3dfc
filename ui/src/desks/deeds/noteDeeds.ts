import { api, body } from '../../api/client';
import { type Deed, groundsFields, groundsOf } from './deed';

const call = (annotation: string, key: string) => ({
  params: { path: { annotation }, header: { 'Idempotency-Key': key } },
});

/** The registrar lifts a note on the document of whoever had it placed. */
export function liftDeed(id: string): Deed {
  return {
    name: `lift ${id}`,
    title: 'deed.lift',
    note: 'deed.lift.note',
    action: 'annotation.place',
    fields: groundsFields,
    send: (v, key) => body(api.POST('/api/v1/annotations/{annotation}/lift', { ...call(id, key), body: groundsOf(v) })),
  };
}

/** The authority that seized or controls a right consents to one transfer or licence. */
export function permitDeed(id: string): Deed {
  return {
    name: `permit ${id}`,
    title: 'deed.permit',
    note: 'deed.permit.note',
    action: 'annotation.place',
    initial: { choice: 'transfer' },
    fields: [
      { as: 'choice', name: 'choice', label: 'deed.consentAct', of: ['transfer', 'licence'], words: 'consentAct' },
      { as: 'organisation', name: 'to', label: 'deed.consentTo' },
      { as: 'date', name: 'until', label: 'deed.consentUntil', hint: 'deed.consentOnce' },
      ...groundsFields,
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/annotations/{annotation}/permits', {
          ...call(id, key),
          body: { ...groundsOf(v), act: (v.choice ?? 'transfer') as 'transfer', to: v.to ?? '', until: v.until ?? '' },
        }),
      ),
  };
}

/** The holder ends a licence that was noted. */
export function endLicenceDeed(id: string): Deed {
  return {
    name: `end ${id}`,
    title: 'deed.endLicence',
    note: 'deed.endLicence.note',
    action: 'licence.note',
    fields: groundsFields,
    send: (v, key) => body(api.POST('/api/v1/annotations/{annotation}/end', { ...call(id, key), body: groundsOf(v) })),
  };
}
