import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { emptyDist } from './scripts/empty-dist.ts';

/** The running node behind `npm run dev`. */
const node = process.env.SHURONG_URL ?? 'http://127.0.0.1:8420';

// The desks. Output is embedded by the Go package internal/web; everything under assets/ carries its hash in its name.
export default defineConfig({
  plugins: [react(), emptyDist('../internal/web/dist')],
  html: { cspNonce: '__CSP_NONCE__' }, // the server puts a new nonce in with each answer
  build: {
    outDir: '../internal/web/dist',
    emptyOutDir: false, // emptyDist does it and spares .keep
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': node, '/verify': node, '/public': node, '/tlog': node },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
