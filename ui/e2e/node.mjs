// Starts the real binary on a free port with the worked example, and reads from its output where it listens and who may sign in.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const bin = process.env.SHURONG_BIN ?? new URL('../../bin/shurong', import.meta.url).pathname;
const patience = 300_000; // ms; the example's data is made at first start

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

/** @returns {Promise<{url: string, signIns: {password: string, desks: object}, stop: () => Promise<void>}>} */
export async function startNode() {
  const shared = process.env.SHURONG_E2E_NODE; // of run.mjs, which also stops it
  if (shared) return { ...JSON.parse(shared), stop: async () => {} };
  const kept = process.env.SHURONG_E2E_DIR;
  const dir = kept ?? (await mkdtemp(join(tmpdir(), 'shurong-e2e-')));
  const node = spawn(bin, ['serve', '--example', '--dir', dir, '--listen', '127.0.0.1:0'], {
    stdio: 'pipe',
    env: { ...process.env, SHURONG_LANG: 'en' },
  });
  let output = '';
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the node did not start:\n${output}`)), patience);
    const read = (chunk) => {
      output += chunk;
      const url = /Shurong is running: (http:\S+)/.exec(output)?.[1];
      if (!/Left column makes/.test(output)) return;
      if (url) {
        clearTimeout(timer);
        resolve(url);
      }
    };
    node.stdout.on('data', read);
    node.stderr.on('data', read);
    node.once('exit', (code) => reject(new Error(`the node ended with ${code}:\n${output}`)));
  });
  const url = await ready;
  return {
    url,
    signIns: signIns(output),
    async stop() {
      const gone = new Promise((resolve) => node.once('exit', resolve));
      node.kill('SIGTERM');
      await gone;
      if (!kept) await rm(dir, { recursive: true, force: true });
    },
  };
}
