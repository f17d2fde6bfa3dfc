import { defineConfig } from 'vite';

// verify.js: what the server-rendered verification page may load. No framework, a stable name, no chunks.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: '../internal/web/dist',
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: 'src/public/verify.ts',
      formats: ['iife'],
      name: 'shurongVerify',
      fileName: () => 'verify.js',
    },
  },
});
