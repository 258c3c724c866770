/**
 * The lock of a data directory.
 * Held by at most one process, and released by the kernel when that process ends in whatever way.
 *
 * Node has no flock. SQLite, which Node carries, locks a file with fcntl: exclusive among processes (also of
 * different containers on one machine), and gone with its holder. The file is used for nothing else; a pid in a file
 * of its own only says whom to ask.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { RecordError } from '../errors.ts'

const LOCK_FILE = 'lock'
const HOLDER_FILE = 'lock.pid'
const SQLITE_BUSY = 5

export interface DirectoryLock {
  release(): void
}

/** Throws DATA_DIRECTORY_IN_USE, naming the process when it is known. */
export function lockDirectory(directory: string, pid: number): DirectoryLock {
  const holderFile = join(directory, HOLDER_FILE)
  const database = new DatabaseSync(join(directory, LOCK_FILE))
  try {
    // A journal in memory: no second file. The lock stays until the handle or the process goes.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if ((cause as { errcode?: unknown }).errcode !== SQLITE_BUSY) throw cause
    throw new RecordError('DATA_DIRECTORY_IN_USE', { text: `${directory}${holderText(holderFile)}`, cause })
  }
  writeFileSync(holderFile, `${pid}\n`)
  return {
    release() {
      rmSync(holderFile, { force: true })
      database.close()
    },
  }
}

function holderText(holderFile: string): string {
  try {
    return ` is held by process ${readFileSync(holderFile, 'utf8').trim()}.`
  } catch {
    return ''
  }
}
