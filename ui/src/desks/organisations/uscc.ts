/** A unified social credit code (GB 32100-2015), read as it is typed: what its parts say, and whether its end follows. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // without I, O, S, V and Z, which are taken for others
const length = 18;

export type UsccReading =
  | { state: 'short'; typed: number }
  | { state: 'character'; place: number; got: string; digit: boolean }
  | { state: 'check'; want: string; got: string }
  | { state: 'good'; authority: string; category: string; region: string; body: string; check: string };

/** The 18th character: 31 less the sum of the first 17 by weights 3^(i-1) mod 31, modulo 31. */
export function checkCharacter(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const c of first17) {
    sum += weight * alphabet.indexOf(c);
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

export function readUscc(code: string): UsccReading {
  for (const [i, c] of [...code].entries()) {
    const digit = i >= 2 && i < 8;
    if (i >= length || !(digit ? '0123456789' : alphabet).includes(c)) {
      return { state: 'character', place: i + 1, got: c, digit };
    }
  }
  if (code.length < length) return { state: 'short', typed: code.length };
  const want = checkCharacter(code.slice(0, length - 1));
  const got = code.charAt(length - 1);
  if (want !== got) return { state: 'check', want, got };
  return {
    state: 'good',
    authority: code.charAt(0),
    category: code.charAt(1),
    region: code.slice(2, 8),
    body: code.slice(8, 17),
    check: got,
  };
}
