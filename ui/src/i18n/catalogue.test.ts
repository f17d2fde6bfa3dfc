import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { firstLanguage } from '.';
import { en } from './en';
import { zh } from './zh';

const holes = (s: string) => [...s.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

test('both languages have the same messages with the same placeholders', () => {
  const source = zh as Record<string, string>;
  const plural = (k: string) => k.replace(/_one$/, '');
  expect(Object.keys(en).filter((k) => !(plural(k) in source))).toEqual([]);
  for (const [key, text] of Object.entries(source)) {
    expect([key, holes(en[key] ?? '')]).toEqual([key, holes(text)]);
  }
});

test('no English message holds Chinese, except the name of the language', () => {
  const foreign = Object.entries(en).filter(([k, v]) => k !== 'shell.languageShort' && /[\u4e00-\u9fff]/.test(v));
  expect(foreign).toEqual([]);
});

test('every act that the node may leave in the audit trail has words', () => {
  type Operation = { operationId: string; 'x-action'?: string };
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const changes = Object.values(paths).flatMap((p) => Object.entries(p).filter(([method]) => method !== 'get'));
  const codes = changes.map(([, o]) => o['x-action'] ?? o.operationId);
  expect(codes.filter((c) => !(`did.${c}` in zh))).toEqual([]);
});

test('a choice of language is kept; before it the browser decides, and what is neither opens in Chinese', () => {
  expect(firstLanguage('zh', 'en-GB')).toBe('zh');
  expect(firstLanguage('en', 'zh-CN')).toBe('en');
  expect(firstLanguage(null, 'en-US')).toBe('en');
  expect(firstLanguage(null, 'zh-CN')).toBe('zh');
  expect(firstLanguage(null, 'de')).toBe('zh');
  expect(firstLanguage(null, '')).toBe('zh');
});
