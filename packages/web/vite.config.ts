/**
 * How the web app is built: static files that the server ships under its strict content security policy.
 * Nothing is inlined (no data: fonts, no inline scripts), so `script-src 'self'; style-src 'self'; font-src 'self'` holds.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const API = 'http://127.0.0.1:7411'

export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { host: '127.0.0.1', proxy: { '/v1': API, '/health': API } },
})
