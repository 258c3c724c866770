/**
 * The embedded engine, from a directory to a connection.
 * The lock comes first and goes last: whatever happens between, no two processes are at one directory.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { Engine } from '../engine.ts'
import { RecordError } from '../errors.ts'
import type { Log } from '../types.ts'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster, USER } from './cluster.ts'
import { openLayout, PORT, serverDirectory } from './layout.ts'
import { lockDirectory } from './lock.ts'
import { EmbeddedServer } from './server.ts'

export interface EmbeddedOptions {
  directory: string
  bin?: string
  randomBytes: (n: number) => Uint8Array
  log: Log
}

/** Throws DATA_DIRECTORY_IN_USE, ENGINE_UNSUPPORTED, ENGINE_NEEDS_USER, ENGINE_TOO_OLD, ENGINE_FAILED. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Engine> {
  const { directory, bin, randomBytes, log } = options
  const undo: (() => void)[] = []
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const lock = lockDirectory(directory, process.pid)
    undo.push(() => lock.release())
    const account = serverAccount(process.getuid?.(), join(serverDirectory(directory), 'cluster'))
    // Passable, not readable, when another account's binaries may have to lie in it.
    chmodSync(directory, account.uid === undefined ? 0o700 : 0o711)
    const binaries = findBinaries({ directory, account, ...(bin === undefined ? {} : { bin }) })
    const { temporary } = binaries
    if (temporary !== undefined) undo.push(() => rmSync(temporary, { recursive: true, force: true }))
    const layout = openLayout(directory, account)
    undo.push(() => layout.close())
    const password = await ensureCluster(layout, binaries, account, randomBytes)
    const server = new EmbeddedServer({ layout, binaries, account, log })
    await server.start()
    return {
      connection: { host: layout.socket, port: PORT, user: USER, password, database: 'postgres' },
      serverPid: () => server.pid,
      size: () => bytesUnder(layout.server),
      async close() {
        await server.stop()
        for (const step of undo.splice(0).reverse()) step()
      },
    }
  } catch (error) {
    for (const step of undo.splice(0).reverse()) step()
    if (error instanceof RecordError) throw error
    // The file system: a directory of someone else, a full disk.
    throw new RecordError('ENGINE_FAILED', { text: (error as Error).message, cause: error })
  }
}

/** What `stat` counts in. */
const BLOCK_BYTES = 512

/** Blocks on disk, so that sparse and half-written files count as what they take. */
async function bytesUnder(directory: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) bytes += await bytesUnder(path)
    // Files come and go while we count.
    else bytes += ((await lstat(path).catch(() => undefined))?.blocks ?? 0) * BLOCK_BYTES
  }
  return bytes
}
