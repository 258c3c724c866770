/**
 * How the web app is built: static files that the server ships under its strict content security policy.
 * Nothing is inlined (no data: fonts, no inline scripts), so `script-src 'self'; style-src 'self'; font-src 'self'` holds.
 */
import { env } from 'node:process'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

import { lighterFonts } from './lighter-fonts.ts'
import { precompress } from './precompress.ts'

const API = 'http://127.0.0.1:7411'

export default defineConfig(({ command }) => {
  // A build started by a test run would inherit NODE_ENV=test and ship React's development build.
  if (command === 'build') env['NODE_ENV'] = 'production'
  return {
    plugins: [react(), lighterFonts(), precompress()],
    build: {
      target: ['chrome123', 'firefox120', 'safari17.5'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: true,
      reportCompressedSize: false,
    },
    server: { host: '127.0.0.1', proxy: { '/v1': API, '/health': API } },
  }
})
