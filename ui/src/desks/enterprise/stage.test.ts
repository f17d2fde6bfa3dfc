import { expect, test } from 'vitest';
import type { Dataset } from '../../api/types';
import { stageOf } from './stage';

const set = (stage: Dataset['stage'], personal = 'none') =>
  ({ stage, latest: { personal_data: personal }, cases: [{ certificates: ['SJ1'] }] }) as unknown as Dataset;
const none = new Set<string>();
const has = new Set(['SJ1']);

test('an asset goes from registration over valuation and financing to circulation', () => {
  expect(stageOf(set('inventory')).stage).toBe('registration');
  expect(stageOf(set('registered')).stage).toBe('valuation');
  expect(stageOf(set('registered'), { valued: has, financed: none }).stage).toBe('financing');
  expect(stageOf(set('registered'), { valued: has, financed: has }).stage).toBe('circulation');
  expect(stageOf(set('registered'), { valued: new Set(['SJ2']), financed: none }).stage).toBe('valuation');
});

test('personal data stops an asset before it is filed', () => {
  expect(stageOf(set('inventory', 'personal'))).toEqual({ stage: 'compliance', blocked: true });
  expect(stageOf(set('registering', 'personal')).blocked).toBe(false);
});
