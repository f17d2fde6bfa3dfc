import { api, body } from '../../api/client';
import type { CertificateDetail } from '../../api/types';
import { type Deed, type DeedValues, groundsFields, groundsOf, holders } from './deed';

type Call = { params: { path: { code: string }; header: { 'Idempotency-Key': string } } };
const call = (code: string, key: string): Call => ({ params: { path: { code }, header: { 'Idempotency-Key': key } } });
const later = (v: DeedValues) => ({
  text: v.text ?? '',
  contact: v.contact ?? { name: '', phone: '' },
  ...(v.papers?.length ? { papers: v.papers } : {}),
});
const evidence = {
  as: 'papers',
  name: 'papers',
  label: 'deed.papers',
  hint: 'deed.papersHint',
  kind: 'contract',
  most: 10,
  optional: true,
} as const;

/** Annex 2: some or all of the holder's rights go to another, who must consent; what is transferred is not kept. */
export function transferDeed(c: CertificateDetail, contact: string): Deed {
  return {
    name: 'transfer',
    title: 'deed.transfer',
    note: 'deed.transfer.note',
    action: 'case.file',
    initial: { rights: c.rights.map((r) => r.right as 'holding'), contact: { name: contact, phone: '' } },
    fields: [
      {
        as: 'organisation',
        name: 'to',
        label: 'deed.transferee',
        hint: 'deed.transfereeHint',
        except: c.holder.uscc,
        roles: holders,
      },
      { as: 'rights', name: 'rights', label: 'deed.transferRights', of: c.rights.map((r) => r.right) },
      { as: 'text', name: 'text', label: 'deed.transferText', hint: 'deed.transferTextHint' },
      evidence,
      { as: 'contact' },
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/transfer', {
          ...call(c.code, key),
          body: { ...later(v), to: v.to ?? '', rights: v.rights ?? [] },
        }),
      ),
  };
}

/** Annex 4. */
export function renewalDeed(c: CertificateDetail, contact: string, closed?: string): Deed {
  return {
    name: 'renewal',
    title: 'deed.renewal',
    note: 'deed.renewal.note',
    action: 'case.file',
    closed,
    initial: { contact: { name: contact, phone: '' } },
    fields: [
      { as: 'date', name: 'until', label: 'deed.renewUntil', hint: 'deed.renewUntilHint', optional: true },
      { as: 'text', name: 'text', label: 'deed.renewText' },
      evidence,
      { as: 'contact' },
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/renewal', {
          ...call(c.code, key),
          body: { ...later(v), ...(v.until ? { until: v.until } : {}) },
        }),
      ),
  };
}

/** Annex 5. */
export function cancellationDeed(c: CertificateDetail, contact: string): Deed {
  return {
    name: 'cancellation',
    title: 'deed.cancellation',
    note: 'deed.cancellation.note',
    action: 'case.file',
    danger: true,
    initial: { choice: 'request', contact: { name: contact, phone: '' } },
    fields: [
      {
        as: 'choice',
        name: 'choice',
        label: 'deed.grounds',
        of: ['request', 'destroyed', 'objection', 'law'],
        words: 'cancelGrounds',
      },
      { as: 'text', name: 'text', label: 'deed.cancelText' },
      evidence,
      { as: 'contact' },
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/cancellation', {
          ...call(c.code, key),
          body: { ...later(v), grounds: (v.choice ?? 'request') as 'request' },
        }),
      ),
  };
}

/** A licence noted on the certificate, so that whoever searches it sees who may use the data. */
export function licenceDeed(c: CertificateDetail): Deed {
  return {
    name: 'licence',
    title: 'deed.licence',
    note: 'deed.licence.note',
    action: 'licence.note',
    fields: [
      { as: 'organisation', name: 'to', label: 'deed.licensee', except: c.holder.uscc },
      { as: 'date', name: 'from', label: 'deed.from', optional: true },
      { as: 'date', name: 'until', label: 'deed.until', optional: true },
      { as: 'flag', name: 'flag', label: 'deed.exclusive' },
      ...groundsFields,
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/licences', {
          ...call(c.code, key),
          body: {
            ...groundsOf(v),
            licensee: v.to ?? '',
            exclusive: v.flag ?? false,
            ...(v.from ? { from: v.from } : {}),
            ...(v.until ? { until: v.until } : {}),
          },
        }),
      ),
  };
}

/** Lets another organisation read more of an unpublished registration, until a day; each reading is logged. */
export function authoriseDeed(c: CertificateDetail): Deed {
  return {
    name: 'authorise',
    title: 'deed.authorise',
    note: 'deed.authorise.note',
    action: 'grant.manage',
    initial: { choice: 'summary' },
    fields: [
      { as: 'organisation', name: 'to', label: 'deed.grantee', except: c.holder.uscc },
      { as: 'choice', name: 'choice', label: 'deed.scope', of: ['summary', 'papers'], words: 'grantScope' },
      { as: 'date', name: 'until', label: 'deed.until' },
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/authorisations', {
          ...call(c.code, key),
          body: { grantee: v.to ?? '', scope: (v.choice ?? 'summary') as 'summary', until: v.until ?? '' },
        }),
      ),
  };
}

/** The registrar's note (Guide Art. 23): terms, seizure, temporary control. */
export function annotateDeed(c: CertificateDetail): Deed {
  return {
    name: 'annotate',
    title: 'deed.annotate',
    note: 'deed.annotate.note',
    action: 'annotation.place',
    initial: { choice: 'seizure' },
    fields: [
      {
        as: 'choice',
        name: 'choice',
        label: 'deed.annotationKind',
        of: ['seizure', 'control', 'term', 'pledge', 'other'],
        words: 'annotationKind',
      },
      { as: 'line', name: 'authority', label: 'deed.authority', hint: 'deed.authorityHint', optional: true },
      {
        as: 'rights',
        name: 'rights',
        label: 'deed.annotatedRights',
        hint: 'deed.annotatedRightsHint',
        of: c.rights.map((r) => r.right),
        optional: true,
      },
      { as: 'date', name: 'from', label: 'deed.from', optional: true },
      { as: 'date', name: 'until', label: 'deed.until', hint: 'deed.untilLifted', optional: true },
      ...groundsFields,
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/certificates/{code}/annotations', {
          ...call(c.code, key),
          body: {
            ...groundsOf(v),
            kind: (v.choice ?? 'other') as 'other',
            ...(v.authority ? { authority: v.authority } : {}),
            ...(v.rights?.length ? { rights: v.rights } : {}),
            ...(v.from ? { from: v.from } : {}),
            ...(v.until ? { until: v.until } : {}),
          },
        }),
      ),
  };
}
