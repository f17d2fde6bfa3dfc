import type { CatalogueOf } from '..';
import type { desks as zh } from '../zh/desks';

export const desks = {
  'nav.worklist': 'Work list',
  'worklist.empty': 'Nothing waits for you now',
} satisfies CatalogueOf<typeof zh>;
