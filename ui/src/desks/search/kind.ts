export type Sought = 'certificate' | 'asset' | 'holder';

/** What a person typed, without the spaces and hyphens people put in, and what it is a number of. */
export function sought(typed: string): { kind: Sought; value: string } | null {
  const bare = typed.replace(/[\s\u3000]/g, '').toUpperCase();
  const code = bare.replaceAll('-', '');
  if (/^SJ\d{13}$/.test(code)) return { kind: 'certificate', value: code };
  if (/^DA-?[0-9A-Z]{6,}$/.test(bare)) return { kind: 'asset', value: bare };
  if (/^NP-?[0-9A-Z]{6,}$/.test(bare) || /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(bare)) return { kind: 'holder', value: bare };
  return null;
}
