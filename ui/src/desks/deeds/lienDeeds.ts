import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { money } from '../../format/money';
import { fenOf, typedYuan } from '../lending/YuanInput';
import { type Deed, groundsFields, groundsOf, lenders } from './deed';

export type Security = components['schemas']['FilingSecurity'];
type Ranked = { id: string; pledgee: { uscc: string; name: string }; rank: number; secured_fen: number };

const call = (lien: string, key: string) => ({ params: { path: { lien }, header: { 'Idempotency-Key': key } } });

/** A lien filed as a notice by the pledgee: effective when a searcher can see it. It names the liens that it saw ahead. */
export function fileDeed(code: string, ahead: readonly { id: string }[]): Deed {
  return {
    name: 'file',
    title: 'deed.file',
    note: 'deed.file.note',
    action: 'lien.file',
    initial: { months: 12 },
    fields: [
      { as: 'yuan', name: 'secured', label: 'certificate.secured' },
      { as: 'months', name: 'months', label: 'deed.lienTerm', hint: 'deed.lienTermHint' },
      { as: 'line', name: 'filing_no', label: 'term.filingNo', hint: 'deed.filingHint', optional: true },
      { as: 'line', name: 'ip_no', label: 'deed.ipNo', hint: 'deed.ipNoHint', optional: true },
      { as: 'flag', name: 'flag', label: 'deed.noFurther' },
      ...groundsFields,
    ],
    send: (v, key) =>
      body(
        api.POST('/api/v1/liens', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            ...groundsOf(v),
            certificate: code,
            secured_fen: fenOf(v.secured),
            months: v.months ?? 0,
            no_further: v.flag ?? false,
            seen: ahead.map((l) => l.id),
            ...(v.filing_no ? { filing_no: v.filing_no } : {}),
            ...(v.ip_no ? { ip_no: v.ip_no } : {}),
          },
        }),
      ),
  };
}

/**
 * What a pledgee can do with its lien. `others` are the live liens on the certificate, in the order of their rank; `unoffered`
 * says why the rank ahead cannot be taken, where its pledgee has not yielded it.
 */
export function pledgeeDeeds(
  l: Security,
  others: readonly Ranked[],
  lang: 'zh' | 'en',
  unoffered: string | undefined,
): Deed[] {
  const named = (x: Ranked) => ({ id: x.id, name: `${x.rank} · ${x.pledgee.name} · ${money(x.secured_fen, lang)}` });
  const behind = others.filter((x) => x.rank === l.rank + 1).map(named);
  const ahead = others.filter((x) => x.rank === l.rank - 1).map(named);
  const out: Deed[] = [
    {
      name: 'amend',
      title: 'deed.amend',
      note: 'deed.amend.note',
      action: 'lien.file',
      initial: {
        secured: typedYuan(l.secured_fen),
        ...(l.filing_no ? { filing_no: l.filing_no } : {}),
        ...(l.ip_no ? { ip_no: l.ip_no } : {}),
      },
      fields: [
        { as: 'yuan', name: 'secured', label: 'certificate.secured', hint: 'deed.securedHint' },
        { as: 'line', name: 'filing_no', label: 'term.filingNo', optional: true },
        { as: 'line', name: 'ip_no', label: 'deed.ipNo', optional: true },
        ...groundsFields,
      ],
      send: (v, key) =>
        body(
          api.POST('/api/v1/liens/{lien}/amend', {
            ...call(l.lien, key),
            body: {
              ...groundsOf(v),
              secured_fen: fenOf(v.secured),
              ...(v.filing_no ? { filing_no: v.filing_no } : {}),
              ...(v.ip_no ? { ip_no: v.ip_no } : {}),
            },
          }),
        ),
    },
    {
      name: 'extend',
      title: 'deed.extend',
      note: 'deed.extend.note',
      action: 'lien.file',
      initial: { months: 12 },
      fields: [{ as: 'months', name: 'months', label: 'deed.extendBy', hint: 'deed.lienTermHint' }],
      send: (v, key) =>
        body(api.POST('/api/v1/liens/{lien}/extend', { ...call(l.lien, key), body: { months: v.months ?? 0 } })),
    },
    {
      name: 'assign',
      title: 'deed.assign',
      note: 'deed.assign.note',
      action: 'lien.file',
      fields: [
        { as: 'organisation', name: 'to', label: 'deed.assignee', except: l.pledgee, roles: lenders },
        ...groundsFields,
      ],
      send: (v, key) =>
        body(
          api.POST('/api/v1/liens/{lien}/assign', { ...call(l.lien, key), body: { ...groundsOf(v), to: v.to ?? '' } }),
        ),
    },
    {
      name: 'consent',
      title: 'deed.consent',
      note: 'deed.consent.note',
      action: 'lien.consent',
      initial: { choice: 'transfer' },
      fields: [
        { as: 'choice', name: 'choice', label: 'deed.consentAct', of: ['transfer', 'licence'], words: 'consentAct' },
        { as: 'organisation', name: 'to', label: 'deed.consentTo', except: l.owner },
        { as: 'date', name: 'until', label: 'deed.consentUntil', hint: 'deed.consentOnce' },
        ...groundsFields,
      ],
      send: (v, key) =>
        body(
          api.POST('/api/v1/liens/{lien}/consents', {
            ...call(l.lien, key),
            body: {
              ...groundsOf(v),
              act: (v.choice ?? 'transfer') as 'transfer',
              to: v.to ?? '',
              until: v.until ?? '',
            },
          }),
        ),
    },
  ];
  if (behind.length > 0) {
    out.push({
      name: 'subordinate',
      title: 'deed.subordinate',
      note: 'deed.subordinate.note',
      action: 'lien.file',
      initial: { lien: behind[0]?.id ?? '' },
      fields: [{ as: 'lien', name: 'lien', label: 'deed.behind', of: behind }, ...groundsFields],
      send: (v, key) =>
        body(
          api.POST('/api/v1/liens/{lien}/subordinate', {
            ...call(l.lien, key),
            body: { ...groundsOf(v), behind: v.lien ?? '' },
          }),
        ),
    });
  }
  if (ahead.length > 0) {
    out.push({
      name: 'advance',
      title: 'deed.advance',
      note: 'deed.advance.note',
      action: 'lien.file',
      closed: unoffered,
      initial: { lien: ahead[0]?.id ?? '' },
      fields: [{ as: 'lien', name: 'lien', label: 'deed.over', of: ahead }],
      send: (v, key) =>
        body(api.POST('/api/v1/liens/{lien}/advance', { ...call(l.lien, key), body: { over: v.lien ?? '' } })),
    });
  }
  return out;
}

/** The pledgee ends a lien that it filed itself; a loan's lien is released on the loan's page. */
export function releaseDeed(lien: string): Deed {
  return {
    name: 'release',
    title: 'deed.release',
    note: 'deed.release.note',
    action: 'lien.release',
    danger: true,
    fields: [],
    send: (_, key) => body(api.POST('/api/v1/liens/{lien}/release', call(lien, key))),
  };
}

/** What the pledgor, or whoever holds the pledged right now, can do: say beside the lien that it is contested. */
export function objectDeed(lien: string): Deed {
  return {
    name: 'object',
    title: 'deed.object',
    note: 'deed.object.note',
    action: 'lien.object',
    fields: groundsFields,
    send: (v, key) => body(api.POST('/api/v1/liens/{lien}/objections', { ...call(lien, key), body: groundsOf(v) })),
  };
}

/** Ends an objection: one's own, or as registrar another's. */
export function endObjectionDeed(lien: string, by?: string): Deed {
  return {
    name: 'endObjection',
    title: 'deed.endObjection',
    note: 'deed.endObjection.note',
    action: 'certificate.read',
    fields: [],
    send: (_, key) =>
      body(api.POST('/api/v1/liens/{lien}/objections/end', { ...call(lien, key), body: by ? { by } : {} })),
  };
}

/** The registrar releases a lien on a document of a court. */
export function compelDeed(lien: string): Deed {
  return {
    name: 'compel',
    title: 'deed.compel',
    note: 'deed.compel.note',
    action: 'lien.compel',
    danger: true,
    fields: groundsFields,
    send: (v, key) => body(api.POST('/api/v1/liens/{lien}/compel', { ...call(lien, key), body: groundsOf(v) })),
  };
}

/** Takes a lien whose registered term ended out of the ranks: anybody may. */
export function expireDeed(lien: string): Deed {
  return {
    name: 'expire',
    title: 'deed.expire',
    note: 'deed.expire.note',
    action: 'certificate.read',
    fields: [],
    send: (_, key) => body(api.POST('/api/v1/liens/{lien}/expire', call(lien, key))),
  };
}
