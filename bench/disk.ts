/** Bytes that a directory takes on disk, holes not counted. */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const BLOCK_BYTES = 512

export async function directoryBytes(directory: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    // Files come and go while we count.
    bytes +=
      ((await lstat(join(entry.parentPath, entry.name)).catch(() => undefined))?.blocks ?? 0) * BLOCK_BYTES
  }
  return bytes
}
