import { expect, test } from 'vitest';
import { callLine, exposure, rateText, valuePoints } from './figures';
import type { Point } from './types';

const covenant = { cap_bp: 3000, maintenance_bp: 3750, drop_limit_bp: 2000, initial_value_fen: 1_000_000 };

test('a rate is written as percent without losing a digit', () => {
  expect(rateText('0.0345')).toBe('3.45%');
  expect(rateText('0.12')).toBe('12.00%');
  expect(rateText('0.03456')).toBe('3.456%');
  expect(rateText('1')).toBe('100.00%');
});

test('a loan drawn to its cap is called when the value has fallen by what is tolerated', () => {
  expect(callLine(300_000, covenant)).toBe(800_000);
});

test('a deposit that brings the exposure under the cap lowers the line to where the cap is reached', () => {
  expect(callLine(exposure(300_000, 90_000), covenant)).toBe(700_000);
  expect(callLine(0, covenant)).toBe(0);
});

test('the chart has one point a day, the last', () => {
  const p = (date: string, value_fen: number) => ({ date, value_fen, balance_fen: 300_000, deposit_fen: 0 }) as Point;
  expect(
    valuePoints([p('2026-01-01', 9), p('2026-01-01', 8), p('2026-01-02', 7)], covenant).map((x) => x.valueFen),
  ).toEqual([8, 7]);
});
