import { fromBase64, sha256, toHex } from '../../proof/hash';

const keyBytes = 32;
const idBytes = 16;

/** The number by which the registry names an Ed25519 public key in base64; null for what is none. */
export async function keyId(pub: string): Promise<string | null> {
  const bytes = fromBase64(pub.trim());
  if (bytes?.length !== keyBytes) return null;
  return toHex((await sha256(bytes)).slice(0, idBytes));
}
