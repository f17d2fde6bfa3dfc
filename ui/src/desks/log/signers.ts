import { Problem } from '../../api/problem';

/** The names in the signature lines of a signed note, as they stand; whether they hold is for the proof to say. */
export function signers(note: string): string[] {
  return note.split('\n').flatMap((line) => /^— (\S+) \S+$/.exec(line)?.[1] ?? []);
}

/** The log size that a checkpoint is about. */
export function sizeOf(note: string): number {
  return Number(note.split('\n')[1]);
}

/** The newest checkpoint that enough witnesses cosigned, as the log publishes it to everybody (C2SP tlog-tiles). */
export const cosignedQuery = (size: number) => ({
  queryKey: ['log', 'cosigned', size],
  queryFn: async () => {
    const answer = await fetch('/tlog/checkpoint', { cache: 'no-store' });
    if (!answer.ok) throw new Problem(answer.status, null);
    return answer.text();
  },
});
