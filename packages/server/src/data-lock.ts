/**
 * The lock of the whole data directory: one server at a time, whichever engines lie under it.
 * The kernel holds it for a living process and drops it with the process; one that is just dying is waited for.
 */
import { mkdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

import { lockDirectory, RecordError } from '@daybook/record'

/** A killed process with much memory takes a moment to be gone; a restart must not fail for that. */
const PATIENCE_MS = 5_000
const RETRY_MS = 100

export class DataLockedError extends Error {
  readonly code = 'DATA_DIRECTORY_IN_USE'

  constructor(cause: RecordError) {
    super(`${cause.message} Stop it, or choose another directory with DAYBOOK_DATA.`, { cause })
    this.name = 'DataLockedError'
  }
}

/** Makes the directory (0700) when absent. Answers the release. Throws DataLockedError. */
export async function lockDataDirectory(
  directory: string,
  patienceMs = PATIENCE_MS,
): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      const lock = lockDirectory(directory, process.pid)
      return async () => lock.release()
    } catch (error) {
      if (!(error instanceof RecordError) || error.code !== 'DATA_DIRECTORY_IN_USE') throw error
      if (performance.now() >= until) throw new DataLockedError(error)
    }
    await pause(RETRY_MS)
  }
}
