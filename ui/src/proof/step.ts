/** One thing that was checked. A doubt passed, but leaves something to the reader. */
export interface Step {
  code: StepCode;
  args: Record<string, string | number>;
  /** Arguments that are words of the reader's language: keys of messages, joined in a list. */
  terms?: Record<string, readonly string[]>;
  doubt?: boolean;
}

export type StepCode =
  | 'form'
  | 'checkpoint'
  | 'key'
  | 'key_own'
  | 'facts'
  | 'certificate'
  | 'entry'
  | 'signature'
  | 'sm2_unchecked'
  | 'form_text'
  | 'no_liens'
  | 'liens'
  | 'lien_expired'
  | 'no_annotations'
  | 'annotations'
  | 'annotations_unknown'
  | 'similar'
  | 'valid'
  | 'renewing'
  | 'right_ended'
  | 'expired'
  | 'cancelled'
  | 'seized'
  | 'objections'
  | 'clock'
  | 'status'
  // of documents about more or less than one certificate
  | 'titles'
  | 'existence'
  | 'complete_asset'
  | 'complete_holder'
  | 'found'
  // of single proofs, outside a certificate
  | 'inclusion'
  | 'consistency'
  | 'present'
  | 'absent'
  // of an appraisal report
  | 'commitment'
  | 'recorded';

/** The step's arguments in the reader's language; `say` gives the message under a key. */
export function words(s: Step, say: (key: string) => string): Record<string, string | number> {
  const out = { ...s.args };
  for (const [name, keys] of Object.entries(s.terms ?? {})) out[name] = keys.map(say).join(say('proof.and'));
  return out;
}
