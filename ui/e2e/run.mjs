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

const files = (named.length > 0 ? named : all).map((f) => (f.includes('/') ? f : here + f));

/** Runs files over one new node, one after the other (given several, the runner puts them in an order of its own). Returns those that failed. */
async function journeys(over) {
  const node = await startNode();
  const env = { ...process.env, SHURONG_E2E_NODE: JSON.stringify({ url: node.url, signIns: node.signIns }) };
  const failed = [];
  for (const file of over) {
    const tests = spawn(process.execPath, ['--test', '--test-timeout=300000', file], { stdio: 'inherit', env });
    const code = await new Promise((resolve) => tests.once('exit', resolve));
    if (code !== 0) failed.push(file);
  }
  await node.stop();
  return failed;
}

let failed = await journeys(files);
if (failed.length > 0) {
  // A browser on a busy machine can miss its moment. What fails is tried once more, on a node that nobody has written to, and
  // is said; what fails twice has failed.
  console.log(`# once more, on a new node: ${failed.join(' ')}`);
  failed = await journeys(failed);
}
process.exit(failed.length > 0 ? 1 : 0);
