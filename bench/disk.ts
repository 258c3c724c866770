/** Bytes that a directory takes on disk, holes not counted. */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const BLOCK_BYTES = 512

export interface DiskUse {
  bytes: number
  /** PostgreSQL's write-ahead log: it grows to a fixed size whatever the number of events, so it is counted apart. */
  walBytes: number
}

export async function directoryBytes(directory: string): Promise<DiskUse> {
  const use: DiskUse = { bytes: 0, walBytes: 0 }
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    // Files come and go while we count.
    const stat = await lstat(join(entry.parentPath, entry.name)).catch(() => undefined)
    use[entry.parentPath.endsWith('/pg_wal') ? 'walBytes' : 'bytes'] += (stat?.blocks ?? 0) * BLOCK_BYTES
  }
  return use
}
