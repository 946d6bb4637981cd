import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where `npm run dev` finds a running product; the built console is served by the product itself, same origin.
const product = process.env.SMARTPBX_URL ?? 'http://127.0.0.1:8080';
const proxied = { '/api': product, '/blobs': product, '/hub': { target: product, ws: true } };

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    // No data: URIs, so that a content security policy of 'self' holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: proxied },
  preview: { proxy: proxied },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.{ts,tsx}'], restoreMocks: true, unstubGlobals: true },
});
