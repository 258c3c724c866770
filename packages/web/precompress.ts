/**
 * Compresses what the build wrote, once and as hard as it goes, so that the server sends ready bytes.
 * A file gets a `.br` and a `.gz` beside it; what is compressed already (fonts) or grows does not.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(?:js|css|html|svg|json|txt)$/
/** Below this a compressed file saves no packet. */
const BYTES_MIN = 1024

export function precompress(): Plugin {
  let directory = ''
  return {
    name: 'daybook-precompress',
    apply: 'build',
    configResolved: config => {
      directory = resolve(config.root, config.build.outDir)
    },
    closeBundle: () => {
      for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        if (COMPRESSIBLE.test(file)) compress(join(directory, file))
      }
    },
  }
}

function compress(path: string): void {
  const bytes = readFileSync(path)
  if (bytes.length < BYTES_MIN) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  for (const [ending, packed] of [
    ['.br', brotliCompressSync(bytes, { params })],
    ['.gz', gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION })],
  ] as const) {
    if (packed.length < bytes.length) writeFileSync(path + ending, packed)
  }
}
