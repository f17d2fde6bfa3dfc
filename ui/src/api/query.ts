import { Problem } from './problem';

/** A refusal is final; only an unreachable or overloaded node is asked again, twice. */
export function retry(failures: number, err: unknown): boolean {
  return failures < 2 && err instanceof Problem && (err.doc === null || err.status === 503);
}
