import { expect, test } from 'vitest';
import { gradeSentence } from './grade';
import { joinColumns } from './join';

const pair = (a: string, b: string, weight = 1_000_000) => ({
  a,
  b,
  containment_ab_ppm: 990_000,
  containment_ba_ppm: 980_000,
  weight_ppm: weight,
});

test('lists keep the order of their tables and lines join the pairs', () => {
  const j = joinColumns(
    ['plate', 'start', 'km'],
    ['distance', 'vehicle'],
    [pair('plate', 'vehicle'), pair('km', 'distance', 500_000)],
  );
  expect(j.left).toEqual(['plate', 'start', 'km']);
  expect(j.lines.map((l) => [l.from, l.to, l.proof])).toEqual([
    [0, 1, true],
    [2, 0, false],
  ]);
});

test('of a wide table every column with a partner is shown, of the others only some', () => {
  const wide = Array.from({ length: 5000 }, (_, i) => `c${i}`);
  const j = joinColumns(wide, ['x'], [pair('c4999', 'x')]);
  expect(j.left).toContain('c4999');
  expect(j.left.length).toBe(13);
  expect(j.leftMore).toBe(4987);
});

test('a pair whose column is in no list is drawn all the same', () => {
  const j = joinColumns([], ['x'], [pair('gone', 'x')]);
  expect(j.lines).toMatchObject([{ from: 0, to: 0 }]);
  expect(j.leftMore).toBe(0);
});

test('the sentence says what the grade rests on and which contains which', () => {
  const t = (key: string, args?: Record<string, unknown>) => `${key}${args?.count ?? ''}`;
  const of = (here: number, there: number, more = {}) =>
    gradeSentence(
      { grade: 'red', basis: 'rows', rows_matched: 200, here_in_there_ppm: here, there_in_here_ppm: there, ...more },
      t as never,
    );
  expect(of(990_000, 950_000)).toBe('similar.red200 similar.same');
  expect(of(990_000, 30_000)).toBe('similar.red200 similar.part');
  expect(of(30_000, 990_000)).toBe('similar.red200 similar.whole');
  expect(of(400_000, 300_000, { grade: 'amber' })).toBe('similar.amber200 similar.overlap');
  expect(of(0, 0, { basis: 'columns' })).toBe('similar.byColumns');
});
