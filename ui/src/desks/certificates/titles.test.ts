import { expect, test } from 'vitest';
import { renewableFrom, type Titles, turns } from './titles';

test.each([
  ['2031-09-14', '2031-03-14'],
  ['2031-08-31', '2031-02-28'],
  ['2028-08-31', '2028-02-29'],
  ['2031-03-01', '2030-09-01'],
])('a certificate valid until %s can be renewed from %s', (until, from) => {
  expect(renewableFrom(until)).toBe(from);
});

const link = (type: string, certificate: string, of: string, more: object = {}) =>
  ({
    type,
    certificate,
    case: of,
    holder: { uscc: certificate, name: certificate },
    rights: [],
    ...more,
  }) as unknown as Titles['links'][number];

test('a transfer is one turn of the chain, on the new certificate; on the old one it is the last', () => {
  const old = [link('initial', 'A', '1'), link('transfer', 'A', '2', { to: 'B' })];
  const chain = [...old, link('transfer', 'B', '2', { from: 'A' })];
  expect(turns(chain).map((x) => [x.link.certificate, x.before?.certificate])).toEqual([
    ['A', undefined],
    ['B', 'A'],
  ]);
  expect(turns(old).map((x) => x.link.to)).toEqual([undefined, 'B']);
});
