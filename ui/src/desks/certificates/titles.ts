import { api, body } from '../../api/client';
import type { components } from '../../api/schema';

export type Titles = components['schemas']['RegistrarTitleHistory'];
export type Annotation = components['schemas']['RegistrarAnnotationView'];

/** The whole history of a certificate: chain of title, notes, later registrations, open ones included. */
export const titlesQuery = (code: string) => ({
  queryKey: ['titles', code],
  queryFn: () => body(api.GET('/api/v1/certificates/{code}/titles', { params: { path: { code } } })),
});

/** A later registration about the certificate that has not ended: another cannot be begun. */
export function openCase(titles: Titles) {
  const ended = ['certified', 'refused', 'not_filed', 'withdrawn'];
  return titles.cases.find((c) => !ended.includes(c.status));
}

export interface Turn {
  link: Titles['links'][number];
  /** Who held before, where the rights changed hands. */
  before?: Titles['links'][number];
}

/** The chain as its reader follows it: what a transfer did to the old certificate and to the new one is one turn. */
export function turns(links: Titles['links']): Turn[] {
  return links.flatMap((link) => {
    if (link.to && links.some((l) => l.case === link.case && l.from === link.certificate)) return [];
    const before = link.from && links.find((l) => l.case === link.case && l.to === link.certificate);
    return [before ? { link, before } : { link }];
  });
}

/** The first day on which a renewal can be asked for: six months before the last day (Guide Art. 36). */
export function renewableFrom(validUntil: string): string {
  const [y = 0, m = 1, d = 1] = validUntil.split('-').map(Number);
  const month = new Date(Date.UTC(y, m - 1 - 6, 1));
  const days = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
  month.setUTCDate(Math.min(d, days));
  return month.toISOString().slice(0, 10);
}
