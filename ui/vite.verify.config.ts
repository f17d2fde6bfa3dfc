import { defineConfig } from 'vite';

// verify.js and portal.css: what the server-rendered public pages load. No framework, stable names, no chunks.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: '../internal/web/dist',
    emptyOutDir: false,
    target: 'es2022',
    cssCodeSplit: false,
    lib: {
      entry: 'src/public/verify.ts',
      formats: ['iife'],
      name: 'shurongVerify',
      fileName: () => 'verify.js',
      cssFileName: 'portal',
    },
  },
});
