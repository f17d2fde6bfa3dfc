import { expect, test } from 'vitest';
import { type Desk, desksOf, landing } from './desks';

const load = () => Promise.resolve({ default: () => null });
const all: Desk[] = [
  {
    role: 'shared',
    pages: [
      { path: '/log', nav: 'nav.worklist', load },
      { path: '/audit', load, action: 'audit.read' },
    ],
  },
  {
    role: 'bank',
    pages: [
      { path: '/bank/cases/:id', load },
      { path: '/bank', nav: 'nav.worklist', load },
    ],
  },
  { role: 'registrar', pages: [{ path: '/registrar', nav: 'nav.worklist', load }] },
];

test('a user sees the desks of their roles in the order of the roles, then what is shared', () => {
  expect(desksOf(all, ['bank', 'registrar'], []).map((d) => d.role)).toEqual(['registrar', 'bank', 'shared']);
});

test('a page whose action the policy withholds is not there', () => {
  const pages = (actions: string[]) => desksOf(all, [], actions).flatMap((d) => d.pages.map((p) => p.path));
  expect(pages([])).toEqual(['/log']);
  expect(pages(['audit.read'])).toEqual(['/log', '/audit']);
});

test('a user lands on the first line of their menu', () => {
  expect(landing(desksOf(all, ['bank'], []))).toBe('/bank');
  expect(landing([])).toBeUndefined();
});
