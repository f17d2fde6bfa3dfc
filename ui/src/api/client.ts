import createClient, { type Middleware } from 'openapi-fetch';
import { language } from '../i18n';
import { Problem, type ProblemDocument } from './problem';
import type { paths } from './schema';

const header = 'Idempotency-Key';

/** A new idempotency key: 128 random bits. randomUUID would need https. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

async function readProblem(res: Response): Promise<Problem> {
  const text = await res.text().catch(() => '');
  try {
    return new Problem(res.status, JSON.parse(text) as ProblemDocument);
  } catch {
    return new Problem(res.status, { title: res.statusText || `HTTP ${res.status}`, detail: text.slice(0, 300) });
  }
}

/** Every mutation carries a key, every failure becomes a Problem: pages never look at a status. */
const conventions: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language() === 'zh' ? 'zh-CN' : 'en');
    if (request.method !== 'GET' && request.method !== 'HEAD' && !request.headers.has(header)) {
      request.headers.set(header, newKey());
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
  onError() {
    return new Problem(0, null);
  },
};

/** The node's API, typed from its own description (npm run gen). */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
api.use(conventions);

/** The body of an answer that was good; the middleware has thrown otherwise. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
