import { expect, test } from 'vitest';
import { registrable, rights } from './registrable';

test('unlawfully obtained data carries no right, whatever its source', () => {
  expect(registrable({ kind: 'collected', lawful: false })).toEqual([]);
});

test('a crawled product carries the right to operate only if it does not replace the source', () => {
  expect(registrable({ kind: 'public_crawl', lawful: true, product: true })).toEqual(rights);
  expect(registrable({ kind: 'public_crawl', lawful: true, product: true, substitutes: true })).toEqual([
    'holding',
    'use',
  ]);
});

test('contracts are read in the order of the Guide, and silent ones need consent', () => {
  expect(registrable({ kind: 'agreement', lawful: true, contract_rights: ['operating', 'holding'] })).toEqual([
    'holding',
    'operating',
  ]);
  expect(registrable({ kind: 'fused', lawful: true })).toEqual(['holding', 'use']);
  expect(registrable({ kind: 'fused', lawful: true, others_consent: true })).toEqual(rights);
  expect(registrable({ kind: 'entrusted', lawful: true })).toEqual([]);
});

test('derived data needs both the right to use its source and a substantive change', () => {
  expect(registrable({ kind: 'derived', lawful: true, substantive: true })).toEqual([]);
  expect(registrable({ kind: 'derived', lawful: true, substantive: true, source_use_right: true })).toEqual(rights);
});
