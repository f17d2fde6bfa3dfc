import { expect, test } from 'vitest';
import { browserName } from './browserName';

test('a browser is told by its own mark, not by those it pretends to be', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0';
  expect(browserName(edge)).toBe('Edge 140 · Windows');
  expect(browserName('Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/19.1 Safari/605')).toBe('Safari 19 · Mac OS');
  expect(browserName('curl/8.1')).toBe('curl/8.1');
});
