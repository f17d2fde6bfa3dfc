// Starts the real binary on a free port with the worked example, and reads from its output where it listens and who may sign in. The
// example is made once: each file of journeys starts a node of its own from a copy, so that none meets what another wrote.
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const bin = process.env.SHURONG_BIN ?? new URL('../../bin/shurong', import.meta.url).pathname;
const patience = 540_000; // ms; the example's data is made at first start

/**
 * What the example prints of its sign-ins: for each desk the maker's account, the checker's, and the password of all.
 * @param {string} output
 */
function signIns(output) {
  const password = /password of all: ([^)\s]+)\)/.exec(output)?.[1] ?? '';
  const desks = {};
  for (const [, maker, checker, desk] of output.matchAll(/^ {2}(\w+) +(\w+) +([a-z ]+?) {2,}\S/gm)) {
    desks[desk] = { maker, checker };
  }
  return { password, desks };
}

/** Starts a program of the binary's and waits for what it prints when it is ready. `stop` ends it. */
export async function startProgram(args, ready) {
  const program = spawn(bin, args, { stdio: 'pipe', env: { ...process.env, SHURONG_LANG: 'en' } });
  let output = '';
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not start:\n${output}`)), patience);
    const read = (chunk) => {
      output += chunk;
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    program.stdout.on('data', read);
    program.stderr.on('data', read);
    program.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });
  return {
    output,
    async stop() {
      const gone = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      await gone;
    },
  };
}

const serve = (dir, args = []) =>
  startProgram(['serve', '--example', '--dir', dir, '--listen', '127.0.0.1:0', ...args], /Left column makes/);

/** Makes the worked example in a new folder, for nodes to start from, and returns the folder. */
export async function makeExample() {
  const dir = await mkdtemp(join(tmpdir(), 'shurong-example-'));
  await (await serve(dir)).stop();
  return dir;
}

/**
 * A folder with the worked example: a copy of what run.mjs made, or a new one, which a first start fills. SHURONG_E2E_DIR keeps it.
 * @returns {Promise<{dir: string, remove: () => Promise<void>}>}
 */
export async function exampleFolder() {
  const kept = process.env.SHURONG_E2E_DIR;
  if (kept) return { dir: kept, remove: async () => {} };
  const dir = await mkdtemp(join(tmpdir(), 'shurong-e2e-'));
  const made = process.env.SHURONG_E2E_EXAMPLE;
  if (made) await cp(made, dir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** @returns {Promise<{url: string, signIns: {password: string, desks: object}, stop: () => Promise<void>}>} */
export async function startNode({ folder, args = [] } = {}) {
  const { dir, remove } = folder ?? (await exampleFolder());
  const node = await serve(dir, args);
  return {
    url: /Shurong is running: (http:\S+)/.exec(node.output)?.[1],
    signIns: signIns(node.output),
    async stop() {
      await node.stop();
      await remove();
    },
  };
}
