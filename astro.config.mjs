import { defineConfig } from 'astro/config';

// Read when a session is recorded, which is after this file: a build talks to nobody.
process.env.ASTRO_TELEMETRY_DISABLED = '1';

// The server sends `default-src 'self'`, so nothing may be inlined: no script, no style.
export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: './dist',
  output: 'static',
  compressHTML: true,
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  vite: {
    build: {
      assetsInlineLimit: 0,
      // `light-dark()` stays as it is: the first versions that know it.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    },
  },
});
