import { expect, test } from 'vitest';
import { keyId } from './keyId';

test('the number of a key is the first half of the digest of its bytes', async () => {
  // printf '%064d' 0 | xxd -r -p | sha256sum
  expect(await keyId(`${'A'.repeat(43)}=`)).toBe('66687aadf862bd776c8fc18b8e9f8e20');
});

test('what is not 32 bytes in base64 has no number', async () => {
  expect(await keyId('')).toBeNull();
  expect(await keyId('not base64')).toBeNull();
  expect(await keyId('AAAA')).toBeNull();
});
