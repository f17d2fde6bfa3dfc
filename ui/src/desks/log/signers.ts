/** The names in the signature lines of a signed note, as they stand; whether they hold is for the proof to say. */
export function signers(note: string): string[] {
  return note.split('\n').flatMap((line) => /^— (\S+) \S+$/.exec(line)?.[1] ?? []);
}
