import { expect, test } from 'vitest';
import { barsPath, calendar, coefficient, figure, heat, pick, shade, step, together } from './figures';
import type { Alert, ProfileColumn } from './profile';

const column = (name: string, more: Partial<ProfileColumn> = {}): ProfileColumn => ({
  name,
  type: 'text',
  values: 10,
  missing: 0,
  distinct: 1,
  ...more,
});

test('columns are found by part of their name, whatever its case, and by type', () => {
  const list = [column('Plate'), column('plate_no', { type: 'code' }), column('mileage')];
  const names = (text: string, type = '') =>
    pick(list, { text, type, order: 'place' }, new Map()).map((x) => `${x.index} ${x.column.name}`);
  expect(names('plate')).toEqual(['0 Plate', '1 plate_no']);
  expect(names('', 'code')).toEqual(['1 plate_no']);
  expect(names('nothing')).toEqual([]);
});

test('of columns that sort alike the first in the table comes first', () => {
  const list = [column('a', { missing: 1 }), column('b', { missing: 5 }), column('c', { missing: 1 })];
  const order = (o: 'missing' | 'alerts', alerts: Map<string, Alert[]> = new Map()) =>
    pick(list, { text: '', type: '', order: o }, alerts).map((x) => x.column.name);
  expect(order('missing')).toEqual(['b', 'a', 'c']);
  const grave: Alert = { code: 'x', column: 'c', zh: '', en: '', severity: 'serious' };
  const light: Alert = { ...grave, column: 'b', severity: 'info' };
  expect(
    order(
      'alerts',
      new Map([
        ['c', [grave]],
        ['b', [light]],
      ]),
    ),
  ).toEqual(['c', 'b', 'a']);
});

test('five thousand columns are picked without a pause', () => {
  const list = Array.from({ length: 5000 }, (_, i) => column(`col_${i}`));
  expect(pick(list, { text: 'col_4', type: '', order: 'name' }, new Map()).length).toBe(1111);
});

test('periods without a row stand between those that have some', () => {
  const months = calendar(
    [
      { period: '2025-11', rows: 3 },
      { period: '2026-02', rows: 1 },
    ],
    'month',
  );
  expect(months.map((p) => `${p.period} ${p.rows}`)).toEqual(['2025-11 3', '2025-12 0', '2026-01 0', '2026-02 1']);
  const days = calendar(
    [
      { period: '2024-02-28', rows: 1 },
      { period: '2024-03-01', rows: 1 },
    ],
    'day',
  );
  expect(days[1]?.period).toBe('2024-02-29');
  const years = calendar(
    [
      { period: '0001', rows: 1 },
      { period: '9999', rows: 1 },
    ],
    'year',
  );
  expect(years.length).toBe(2); // a stray date must not make ten thousand bars
});

test('a share is drawn darker the more is missing', () => {
  expect([0, 1, 60_000, 300_000, 600_000, 1_000_000].map(shade)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('columns lack values together if half of the rows that lack either lack both', () => {
  const m = {
    columns: ['a', 'b', 'c'],
    together: [
      [10, 9, 1],
      [9, 9, 1],
      [1, 1, 8],
    ],
    segment_rows: [],
    segments_missing: [],
  };
  expect(together(m)).toEqual([{ a: 'a', b: 'b', ppm: 900_000 }]);
});

test('of two coefficients of a pair the stronger is shown, and weak columns have no row', () => {
  const of = (a: string, b: string, value: string, method = 'pearson') => ({ a, b, value, method, n: 9 });
  const h = heat(
    [of('x', 'y', '-0.91'), of('x', 'y', '0.5', 'spearman'), of('x', 'z', '0.04')],
    [column('y'), column('x'), column('z')],
  );
  expect(h.names).toEqual(['y', 'x']);
  expect(h.of('y', 'x')?.value).toBe('-0.91');
  expect(step(-0.91)).toBe(5);
  expect(coefficient('-0.914')).toBe('−0.91');
  expect(coefficient('-0.001')).toBe('0.00');
});

test('numbers are grouped, dates stay as they are', () => {
  expect(figure('1234567.123456')).toBe('1,234,567.1234');
  expect(figure('-1000')).toBe('-1,000');
  expect(figure('2026-03-01')).toBe('2026-03-01');
  expect(figure('1e+21')).toBe('1e+21');
  expect(figure(undefined)).toBe('');
});

test('the highest bar fills the picture, an empty class leaves a gap, and one of many is still seen', () => {
  const path = barsPath([1000, 0, 1]);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).toContain('v-100.0');
  expect(path).toContain('v-1.5');
  expect(barsPath([])).toBe('');
});
