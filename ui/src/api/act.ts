import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from './client';
import { Problem } from './problem';

interface Options<In, Out> {
  /** Carries out the act under the idempotency key: pass it as the header Idempotency-Key. */
  run: (input: In, key: string) => Promise<Out>;
  onDone?: (out: Out) => void;
}

/**
 * One act of a user. Repeating it after a lost connection uses the same key, so the node does it once; a changed input or
 * an answer, good or bad, begins a new act. All that was read is read again afterwards: an act may change any list.
 */
export function useAct<In, Out>({ run, onDone }: Options<In, Out>): UseMutationResult<Out, unknown, In> {
  const client = useQueryClient();
  const attempt = useRef<{ input: string; key: string } | null>(null);
  return useMutation({
    mutationFn: async (input: In) => {
      const text = JSON.stringify(input) ?? '';
      if (attempt.current?.input !== text) attempt.current = { input: text, key: newKey() };
      try {
        const out = await run(input, attempt.current.key);
        attempt.current = null;
        return out;
      } catch (err) {
        const lost = err instanceof Problem && (err.doc === null || err.status >= 500);
        if (!lost) attempt.current = null;
        throw err;
      }
    },
    onSuccess: async (out) => {
      await client.invalidateQueries();
      onDone?.(out);
    },
  });
}
