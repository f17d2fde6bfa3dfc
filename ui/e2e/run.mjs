// Runs the journeys, two files at a time, each over a node and a browser of its own; the worked example behind the nodes is made once.
// Arguments are test files; without them, all. A file's output is shown when it is done.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { makeExample } from './node.mjs';

const here = new URL('.', import.meta.url).pathname;
const size = (f) => statSync(here + f).size; // long files take long: they begin first
const all = readdirSync(here)
  .filter((f) => f.endsWith('.test.mjs'))
  .sort((a, b) => size(b) - size(a));
const named = process.argv.slice(2);
const files = (named.length > 0 ? named : all).map((f) => (f.includes('/') ? f : here + f));
const workers = Math.min(2, availableParallelism(), files.length);

const started = Date.now();
const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;
const example = process.env.SHURONG_E2E_EXAMPLE ?? (await makeExample());
console.log(`# the worked example: ${seconds(started)}`);

/** Runs one file and shows what it said. */
async function journey(file) {
  const begun = Date.now();
  const env = { ...process.env, SHURONG_E2E_EXAMPLE: example };
  const tests = spawn(process.execPath, ['--test', '--test-timeout=300000', file], { stdio: 'pipe', env });
  let output = '';
  tests.stdout.on('data', (chunk) => (output += chunk));
  tests.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => tests.once('close', resolve));
  console.log(`${output}# ${file.split('/').at(-1)}: ${seconds(begun)}`);
  return code === 0;
}

/** Runs files, as many at a time as there are workers. Returns those that failed. */
async function journeys(over) {
  const waiting = [...over];
  const failed = [];
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      if (!(await journey(file))) failed.push(file);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return failed;
}

let failed = await journeys(files);
if (failed.length > 0) {
  // A browser on a busy machine can miss its moment. What fails is tried once more and is said; what fails twice has failed.
  console.log(`# once more: ${failed.map((f) => f.split('/').at(-1)).join(' ')}`);
  failed = await journeys(failed);
}
if (!process.env.SHURONG_E2E_EXAMPLE) await rm(example, { recursive: true, force: true });
console.log(`# all: ${seconds(started)}${failed.length > 0 ? `; failed: ${failed.join(' ')}` : ''}`);
process.exit(failed.length > 0 ? 1 : 0);
