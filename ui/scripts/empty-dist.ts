import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Empties the output folder before a build but spares .keep, which lets Go embed the folder in a clone without a build. */
export function emptyDist(dir: string): Plugin {
  return {
    name: 'empty-dist',
    apply: 'build',
    async buildStart() {
      await mkdir(dir, { recursive: true });
      for (const name of await readdir(dir)) {
        if (name !== '.keep') await rm(join(dir, name), { recursive: true });
      }
    },
  };
}
