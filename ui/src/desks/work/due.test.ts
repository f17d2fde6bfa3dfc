import { expect, test } from 'vitest';
import { daysBetween, inOrder, type WorkItem } from './due';

const item = (key: string, due?: string, since?: string): WorkItem => ({
  key,
  kind: '',
  title: key,
  to: '/',
  due,
  since,
});

test('days between civil dates count across a change of month and back', () => {
  expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3);
  expect(daysBetween('2026-03-02', '2026-03-01')).toBe(-1);
});

test('what is urgent stands before every deadline', () => {
  const urgent = { ...item('enforce'), urgent: true };
  expect(inOrder([item('soon', '2026-05-03'), urgent]).map((r) => r.key)).toEqual(['enforce', 'soon']);
});

test('what has a deadline stands before what has none, the nearest first, then what waited longest', () => {
  const rows = [
    item('new', undefined, '2026-05-02'),
    item('late', '2026-05-09'),
    item('old', undefined, '2026-04-01'),
    item('soon', '2026-05-03'),
  ];
  expect(inOrder(rows).map((r) => r.key)).toEqual(['soon', 'late', 'old', 'new']);
});
