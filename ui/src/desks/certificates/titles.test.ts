import { expect, test } from 'vitest';
import { renewableFrom } from './titles';

test.each([
  ['2031-09-14', '2031-03-14'],
  ['2031-08-31', '2031-02-28'],
  ['2028-08-31', '2028-02-29'],
  ['2031-03-01', '2030-09-01'],
])('a certificate valid until %s can be renewed from %s', (until, from) => {
  expect(renewableFrom(until)).toBe(from);
});
