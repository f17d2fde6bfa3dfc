import type { CatalogueOf } from '..';
import type { proof as zh } from '../zh/proof';

export const proof = {
  'proof.verify': 'Verify in this browser',
  'proof.running': 'Verifying',
  'proof.ok': 'Verified',
  'proof.bad': 'Does not verify',
  'proof.unsupported': 'This browser cannot check signatures',
  'proof.unsupportedHint':
    'Checking signatures needs https or this machine itself, and a recent browser; `shurong verify` does it offline.',
  'proof.checkpoint': 'Signature of the checkpoint',
  'proof.commitment': 'Commitment to the state',
  'proof.inclusion': 'Inclusion proof: the record stands at log position {{index}}',
  'proof.consistency': 'Consistency proof: the log of {{old}} is a prefix of the log of {{size}}',
  'proof.present': 'State proof: the key has the value above',
  'proof.absent': 'State proof: the key does not exist',
  'proof.signature': 'Signature of the issuer',
} satisfies CatalogueOf<typeof zh>;
