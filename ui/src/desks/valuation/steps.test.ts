import { expect, test } from 'vitest';
import type { Approach } from '../appraiser/types';
import { stepsOf } from './steps';

const row = (key: string, result: string) => ({ key, result, unit: '万元', label: { zh: key, en: key } });
const approach = (value_fen: number, ...rows: unknown[]) => ({ value_fen, rows }) as unknown as Approach;

test('the parts of a value follow on one another and end at the value', () => {
  const steps = stepsOf(
    approach(134_419_000_0, row('preliminary', '120.00'), row('direct', '980.00'), row('total_cost', '1100.00')),
  );
  expect(steps.map((s) => s.fen)).toEqual([120_000_000, 980_000_000, 244_190_000]);
  expect(steps.map((s) => s.from)).toEqual([0, 120_000_000, 1_100_000_000]);
});

test('what rounding of lines leaves is no step', () => {
  expect(stepsOf(approach(20_003_000, row('pv', '10.00'), row('pv', '10.00'))).map((s) => s.key)).toEqual([
    'pv 0',
    'pv 1',
  ]);
});
