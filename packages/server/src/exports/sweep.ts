/**
 * Removes files that belong to no export that may have files: what a crash left behind.
 * Only directories named as ids are touched, and only when the record has been asked about them.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { isUuid } from '@daybook/event'
import type { EventRecord } from '@daybook/record'

const ASKED_AT_ONCE = 500

/** Answers how many directories went. Throws what the record throws when it is away; then nothing went. */
export async function sweepFiles(record: Pick<EventRecord, 'exports'>, directory: string): Promise<number> {
  const ids = (await directoriesIn(directory)).filter(isUuid)
  let removed = 0
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const some = ids.slice(at, at + ASKED_AT_ONCE)
    const kept = new Set(await record.exports.withFiles(some))
    const gone = some.filter(id => !kept.has(id))
    for (const id of gone) await rm(join(directory, id), { recursive: true, force: true })
    removed += gone.length
  }
  return removed
}

async function directoriesIn(path: string): Promise<string[]> {
  try {
    const found = await readdir(path, { withFileTypes: true })
    return found.filter(entry => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
