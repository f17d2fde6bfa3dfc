import { api, body } from '../../api/client';

/** What can be done with a case, by the node's names, and the policy's action that each needs. */
export const actActions = {
  accept: 'case.handle',
  correct: 'case.handle',
  resubmit: 'case.file',
  decline: 'case.handle',
  review: 'case.handle',
  extend: 'case.handle',
  post: 'case.handle',
  object: 'case.object',
  resolve: 'objection.resolve',
  deposit: 'case.handle',
  issue: 'certificate.issue',
  withdraw: 'case.file',
  consent: 'case.consent',
  conclude: 'certificate.issue',
  notify: 'case.handle',
  answer: 'case.file',
} as const;
export type Act = keyof typeof actActions;

export function isAct(a: string): a is Act {
  return a in actActions;
}

/** What the forms of the acts yield; each act takes what it needs of it. */
export interface ActValues {
  items?: string;
  reasons?: string;
  withheld?: boolean;
  grounds?: string;
  upheld?: boolean;
  agreed?: boolean;
  valid_until?: string;
}

/** A request that waits for a second person, or nothing where the act is done. */
export interface Outcome {
  approval?: string;
}

/** Carries out an act under an idempotency key. */
export async function doAct(
  act: Act,
  where: { case: string; objection?: string | undefined },
  v: ActValues,
  key: string,
): Promise<Outcome> {
  const params = { path: { case: where.case }, header: { 'Idempotency-Key': key } };
  const about = { ...params, path: { ...params.path, objection: where.objection ?? '' } };
  switch (act) {
    case 'accept':
      await api.POST('/api/v1/cases/{case}/accept', { params });
      return {};
    case 'deposit':
      await api.POST('/api/v1/cases/{case}/deposit', { params });
      return {};
    case 'withdraw':
      await api.POST('/api/v1/cases/{case}/withdraw', { params });
      return {};
    case 'correct': {
      const items = (v.items ?? '').split('\n').flatMap((s) => s.trim() || []);
      await api.POST('/api/v1/cases/{case}/correct', { params, body: { items } });
      return {};
    }
    case 'extend':
      await api.POST('/api/v1/cases/{case}/extend', { params, body: { reason: v.reasons ?? '' } });
      return {};
    case 'post':
      await api.POST('/api/v1/cases/{case}/post', { params, body: { withheld: v.withheld ?? false } });
      return {};
    case 'object':
      await api.POST('/api/v1/cases/{case}/objections', { params, body: { text: v.grounds ?? '' } });
      return {};
    case 'decline':
      return body(api.POST('/api/v1/cases/{case}/decline', { params, body: { reasons: v.reasons ?? '' } }));
    case 'consent':
      return body(api.POST('/api/v1/cases/{case}/consent', { params }));
    case 'conclude':
      return body(api.POST('/api/v1/cases/{case}/conclude', { params }));
    case 'notify':
      await api.POST('/api/v1/cases/{case}/objections/{objection}/notify', { params: about });
      return {};
    case 'answer':
      await api.POST('/api/v1/cases/{case}/objections/{objection}/answer', {
        params: about,
        body: { agreed: v.agreed ?? false, statement: v.reasons ?? '' },
      });
      return {};
    case 'issue':
      return body(
        api.POST('/api/v1/cases/{case}/certificate', {
          params,
          body: v.valid_until ? { valid_until: v.valid_until } : {},
        }),
      );
    case 'resolve':
      return body(
        api.POST('/api/v1/cases/{case}/objections/{objection}/resolve', {
          params: about,
          body: { upheld: v.upheld ?? false, opinion: v.reasons ?? '' },
        }),
      );
    case 'review':
    case 'resubmit':
      return {}; // have pages of their own
  }
}
