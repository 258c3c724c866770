/**
 * Bytes as a file that the engine can open and nobody else finds: its name is gone before anything is in it.
 * A crash leaves nothing behind, and the path holds no character that the engine would take for a pattern.
 */

import { open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

let made = 0

export async function withUnnamedFile<T>(
  directory: string,
  bytes: Uint8Array,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const name = join(directory, `unnamed-${process.pid}-${made++}`)
  // Not exclusive: a crash just before the name was gone left it, and the next process may have the same number.
  const file = await open(name, 'w+', 0o600)
  try {
    await unlink(name)
    await file.writeFile(bytes)
    return await work(`/dev/fd/${file.fd}`)
  } finally {
    await file.close()
  }
}
