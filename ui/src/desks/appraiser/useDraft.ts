import { useEffect, useState } from 'react';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { Problem } from '../../api/problem';
import type { Draft, DraftProblem, Valuation } from './types';

/** How long the hand must rest before the file is computed again. */
const restMs = 350;

/** What a text leads to: a report, or the first thing wrong with it. */
interface Outcome {
  text: string;
  report?: Valuation | undefined;
  problem?: DraftProblem | undefined;
}

function asDraftProblem(p: Problem): DraftProblem {
  const d = p.doc ?? {};
  return {
    code: p.code,
    ...(d.field ? { field: d.field } : {}),
    ...(d.line ? { line: d.line } : {}),
    detail_zh: d.detail_zh ?? p.message,
    detail_en: d.detail_en ?? d.detail ?? p.message,
    ...(d.hint_zh ? { hint_zh: d.hint_zh } : {}),
    ...(d.hint_en ? { hint_en: d.hint_en } : {}),
  };
}

/** The file under the appraiser's hands: computed by the node as it is typed, kept when it is saved. */
export function useDraft(commission: string, saved: Draft | undefined) {
  const [text, setText] = useState(saved?.text ?? '');
  const [kept, setKept] = useState(saved?.text ?? '');
  const [savedAt, setSavedAt] = useState(saved?.saved_at);
  const [outcome, setOutcome] = useState<Outcome>({
    text: saved?.text ?? '',
    report: saved?.report,
    problem: saved?.problem,
  });
  const [last, setLast] = useState(saved?.report);
  const [lost, setLost] = useState<unknown>();

  const settle = (o: Outcome) => {
    setOutcome(o);
    setLost(undefined);
    if (o.report) setLast(o.report);
  };

  useEffect(() => {
    if (text === outcome.text || text.trim() === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      body(api.POST('/api/v1/valuations/preview', { body: { text }, signal: abort.signal }))
        .then((report) => {
          setOutcome({ text, report });
          setLast(report);
          setLost(undefined);
        })
        .catch((err: unknown) => {
          if (abort.signal.aborted) return;
          if (err instanceof Problem && err.doc && err.status < 500) setOutcome({ text, problem: asDraftProblem(err) });
          else setLost(err);
        });
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, outcome.text]);

  const put = (key: string, t: string) =>
    body(
      api.PUT('/api/v1/commissions/{commission}/draft', {
        params: { path: { commission }, header: { 'Idempotency-Key': key } },
        body: { text: t },
      }),
    );
  const keep = (d: Draft) => {
    setKept(d.text);
    setSavedAt(d.saved_at);
    settle({ text: d.text, report: d.report, problem: d.problem });
    return d;
  };
  const save = useAct({ run: async (t: string, key) => keep(await put(key, t)) });
  /** Saves what is not saved, and proposes the report if the file is good. */
  const submit = useAct({
    run: async (t: string, key) => {
      if (t !== kept && keep(await put(`${key}-s`, t)).problem) return null;
      return body(
        api.POST('/api/v1/commissions/{commission}/submit', {
          params: { path: { commission }, header: { 'Idempotency-Key': key } },
        }),
      );
    },
  });

  const current = outcome.text === text;
  return {
    text,
    setText,
    dirty: text !== kept,
    savedAt,
    computing: !current && text.trim() !== '',
    problem: outcome.problem,
    report: last,
    /** The report shown does not follow from the text. */
    stale: last !== undefined && (outcome.problem !== undefined || text.trim() === ''),
    ready: current && outcome.report !== undefined,
    save,
    submit,
    lost,
  };
}
