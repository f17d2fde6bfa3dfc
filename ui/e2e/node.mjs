// Starts the real binary on a free port with the worked example, and reads from its output where it listens and who may sign in.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = process.env.SHURONG_BIN ?? new URL('../../bin/shurong', import.meta.url).pathname;
const patience = 120_000; // ms; the example's data is made at first start

/** @returns {Promise<{url: string, output: () => string, stop: () => Promise<void>}>} */
export async function startNode() {
  const kept = process.env.SHURONG_E2E_DIR;
  const dir = kept ?? (await mkdtemp(join(tmpdir(), 'shurong-e2e-')));
  const node = spawn(bin, ['serve', '--example', '--dir', dir, '--listen', '127.0.0.1:0'], { stdio: 'pipe' });
  let output = '';
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the node did not start:\n${output}`)), patience);
    const read = (chunk) => {
      output += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
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
    output: () => output,
    async stop() {
      const gone = new Promise((resolve) => node.once('exit', resolve));
      node.kill('SIGTERM');
      await gone;
      if (!kept) await rm(dir, { recursive: true, force: true });
    },
  };
}
