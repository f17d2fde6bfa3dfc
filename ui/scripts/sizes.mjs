// Prints the gzip weight of what each page loads and fails when a budget is broken.
import { readFile, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const dist = new URL('../../internal/web/dist/', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(`${dist}.vite/manifest.json`, 'utf8'));
const kB = (n) => `${(n / 1000).toFixed(1)} kB`;

async function weight(path) {
  const gz = await stat(`${dist}${path}.gz`).catch(() => null);
  return gz ? gz.size : gzipSync(await readFile(dist + path), { level: 9 }).length;
}

/** Every file that must be there before the chunk named by key runs: its static imports and styles. */
function closure(key, files = new Set()) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const dep of chunk.imports ?? []) closure(dep, files);
  return files;
}

/** What a page has loaded before it draws the chart named by key; the page that has the least counts. */
function before(key) {
  const pages = Object.keys(manifest).filter((k) => manifest[k].dynamicImports?.includes(key));
  const sets = pages.map((k) => closure(k)).sort((a, b) => a.size - b.size);
  return sets[0] ?? new Set();
}

async function total(files) {
  let sum = 0;
  for (const f of files) sum += await weight(f);
  return sum;
}

const shell = closure('index.html');
const language = 'src/i18n/zh/index.ts';
closure(language, shell);
const html = await weight('index.html');
const shellWeight = html + (await total(shell));
const rows = [['shell (with Chinese)', shellWeight, 300_000]];

for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry || key.startsWith('src/i18n/')) continue;
  const own = [...closure(key)].filter((f) => !shell.has(f));
  if (key.startsWith('src/charts/')) {
    const there = before(key);
    rows.push([`lazy ${key}`, await total(own.filter((f) => !there.has(f))), 230_000]);
  } else {
    rows.push([key, shellWeight + (await total(own)), 360_000]);
  }
}
rows.push(['public pages: verify.js', await weight('verify.js'), 30_000]); // page and styles have the other half of 60 kB

// Charts after the pages, whatever order the build wrote them in.
rows.sort(([a], [b]) => Number(a.startsWith('lazy')) - Number(b.startsWith('lazy')));

let broken = 0;
for (const [name, size, budget] of rows) {
  const over = size > budget;
  if (over) broken++;
  console.log(`${over ? 'OVER' : 'ok  '}  ${kB(size).padStart(9)} of ${kB(budget).padStart(9)}  ${name}`);
}
process.exit(broken ? 1 : 0);
