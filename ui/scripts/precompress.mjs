// Writes NAME.gz beside each text asset, so that the server sends stored bytes and compresses nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const dist = new URL('../../internal/web/dist/', import.meta.url).pathname;
const compress = promisify(gzip);
const text = /\.(js|css|html|svg|json|txt)$/;
const worthIt = 512; // bytes; below this the header costs more than it saves

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const raw = await readFile(path);
  if (raw.length < worthIt) continue;
  await writeFile(`${path}.gz`, await compress(raw, { level: 9 }));
}
