/** The hash of a file that is there. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

import type { Written } from './out-file.ts'

export async function hashFile(path: string): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}
