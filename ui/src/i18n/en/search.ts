import type { CatalogueOf } from '..';
import type { search as zh } from '../zh/search';

export const search = {
  'search.title': 'Look up',
  'search.lead':
    'By certificate code, data asset number or holder’s code. An unpublished registration shows that it exists; more needs the holder’s authorisation.',
  'search.number': 'Certificate code, data asset number or credit code',
  'search.ask': 'Look up',
  'search.unknown':
    'Not a number of the register. A certificate code begins with SJ and has 15 characters, an asset number begins with DA-, a holder has a credit code of 18 characters or a number that begins with NP-.',
  'search.exists': 'The registration exists',
  'search.exists.note': 'It is unpublished. Without the holder’s authorisation nothing is shown but that it exists.',
  'search.authorised': 'The holder authorised you to read it',
  'search.authorised.note':
    'It is unpublished. Say what you read it for; each reading is in the holder’s access log (Guide Art. 30).',
  'search.purposeShort': 'At least 4 characters',
  'search.read': 'Read the summary',
  'search.of.asset': 'Search certificate of a data asset',
  'search.of.holder': 'Search certificate of a holder',
  'search.of.asset.note':
    'All certificates, liens and annotations on the asset as of the log now; provably complete, absence included, verifiable offline.',
  'search.of.holder.note':
    'All certificates ever entered for the holder, with liens and annotations, as of the log now; provably complete, verifiable offline.',
  'search.mayNot': 'You may not have search certificates made.',
  'search.pdf': 'Search certificate (PDF)',
  'search.json': 'Download (JSON)',
  'searchAccess.public': 'Public',
  'searchAccess.existence': 'Existence only',
  'searchAccess.holder': 'Your registration',
  'searchAccess.registrar': 'Registered by you',
  'searchAccess.authorised': 'Authorised by the holder',
  'searchStatus.valid': 'Valid',
  'searchStatus.lapsed': 'Lapsed',
  'searchStatus.cancelled': 'Cancelled',
} as const satisfies CatalogueOf<typeof zh>;
