import { expect, test } from 'vitest';
import { asProblem, fieldErrors, fieldPath, Problem } from './problem';

test('a field path of the node becomes a path of the form', () => {
  expect(fieldPath('body.rights[0].term')).toEqual(['rights', 0, 'term']);
  expect(fieldPath('uscc')).toEqual(['uscc']);
});

test('the text is in the language of the reader, whichever the node chose', () => {
  const p = new Problem(422, { code: 'a.b', detail: '中', detail_zh: '中', detail_en: 'en', hint_en: 'do' });
  expect([p.detail('zh'), p.detail('en'), p.hint('zh'), p.hint('en')]).toEqual(['中', 'en', '', 'do']);
});

test('each breach goes to its own field, and a fault of a query to none', () => {
  const p = new Problem(422, {
    code: 'api.invalid',
    detail_zh: '输入无效',
    errors: [
      { code: 'x', field: 'body.name', detail_zh: '必填' },
      { code: 'y', field: 'query.limit', detail_zh: '太大' },
    ],
  });
  expect(fieldErrors(p, 'zh')).toEqual([{ name: ['name'], errors: ['必填'] }]);
  const one = new Problem(422, { code: 'org.uscc', field: 'uscc', detail_zh: '校验位' });
  expect(fieldErrors(one, 'zh')).toEqual([{ name: ['uscc'], errors: ['校验位'] }]);
});

test('a fault of this program keeps its own text and is not called a network fault', () => {
  expect(asProblem(new Error('boom')).code).toBe('ui.unexpected');
  expect(new Problem(0, null).code).toBe('network');
  expect(new Problem(502, {}).code).toBe('http.502');
});
