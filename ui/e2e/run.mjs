// Runs the journeys over one node with the worked example: its data is made once. Arguments are test files; without them, all.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startNode } from './node.mjs';

const here = new URL('.', import.meta.url).pathname;
// Journeys that write come after those that look: `acts` moves the clock.
const last = (f) => Number(f.startsWith('acts'));
const all = readdirSync(here)
  .filter((f) => f.endsWith('.test.mjs'))
  .sort((a, b) => last(a) - last(b) || a.localeCompare(b));
const named = process.argv.slice(2);

const node = await startNode();
const files = (named.length > 0 ? named : all).map((f) => (f.includes('/') ? f : here + f));
const env = { ...process.env, SHURONG_E2E_NODE: JSON.stringify({ url: node.url, signIns: node.signIns }) };
let failed = 0;
// One file after the other: given several, the runner puts them in an order of its own.
for (const file of files) {
  const tests = spawn(process.execPath, ['--test', '--test-timeout=300000', file], { stdio: 'inherit', env });
  const code = await new Promise((resolve) => tests.once('exit', resolve));
  if (code !== 0) failed++;
}
await node.stop();
process.exit(failed ? 1 : 0);
