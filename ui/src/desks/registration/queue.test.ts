import { expect, test } from 'vitest';
import type { CaseItem } from '../../api/types';
import { filterQueue, queueFigures, valuesOf } from './queue';

const item = (id: string, type: string, left: number | null, more: object = {}) =>
  ({
    id,
    type,
    regime: 'national-2026',
    deemed: false,
    ...(left !== null && { term: { name: 'review', working_days_left: left, over: left < 0 } }),
    ...more,
  }) as unknown as CaseItem;

const cases = [
  item('a', 'initial', -2),
  item('b', 'transfer', 1),
  item('c', 'initial', 6, { deemed: true }),
  item('d', 'change', null),
];

test('filters narrow the queue and keep its order', () => {
  expect(filterQueue(cases, { type: 'initial' }).map((c) => c.id)).toEqual(['a', 'c']);
  expect(filterQueue(cases, { type: 'initial', clock: 'acceptance' })).toEqual([]);
  expect(filterQueue(cases, {})).toHaveLength(4);
});

test('a choice offers what occurs, once', () => {
  expect(valuesOf(cases, 'type')).toEqual(['change', 'initial', 'transfer']);
  expect(valuesOf(cases, 'clock')).toEqual(['review']);
});

test('what is over is not also counted as soon over', () => {
  expect(queueFigures(cases)).toEqual({ overdue: 1, soon: 1, deemed: 1 });
});
