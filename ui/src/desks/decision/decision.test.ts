import { expect, test } from 'vitest';
import type { CaseForm } from '../../api/types';
import { edits } from './edits';
import { member, pointsOf, subjectPath } from './points';

test('the points of a request are found wherever they lie, in a fixed order', () => {
  const payload = {
    application: 'LA-1',
    terms: { rate: '0.0345', amount_fen: 100, no_further: false, filing_no: '' },
    command: { certificate: 'SJ1', secured_fen: 7 },
  };
  expect(pointsOf(payload)).toEqual([
    ['certificate', 'SJ1'],
    ['amount_fen', 100],
    ['secured_fen', 7],
    ['rate', '0.0345'],
    ['no_further', false],
  ]);
  expect(pointsOf(null)).toEqual([]);
  expect(member({ command: { upheld: true } }, 'command', 'upheld')).toBe(true);
  expect(member({}, 'command', 'upheld')).toBeUndefined();
});

test('a subject that has no page leads nowhere', () => {
  expect(subjectPath('case/CA-1')).toBe('/cases/CA-1');
  expect(subjectPath('objection/OB-1')).toBeUndefined();
  expect(subjectPath('')).toBeUndefined();
});

test('only what a correction changes is told, removals last', () => {
  const old = { title: 'a', records: 5, shapes: ['table'], source: { kind: 'collected' }, sample: 'x' };
  const now = { title: 'b', records: 5, shapes: ['table', 'text'], source: { kind: 'collected' } };
  expect(edits(old as unknown as CaseForm, now as unknown as CaseForm)).toEqual([
    { field: 'title', before: 'a', after: 'b' },
    { field: 'shapes', before: 'table', after: 'table, text' },
    { field: 'sample', before: 'x', after: '' },
  ]);
});
