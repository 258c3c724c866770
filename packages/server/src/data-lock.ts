/**
 * The lock of a data directory: one server at a time.
 * Held by a living process only: the lock of a process that died is taken over, also when its number was given to another one.
 */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const LOCK_FILE = 'lock'
const ATTEMPTS_MAX = 5

export class DataLockedError extends Error {
  readonly code = 'DATA_DIRECTORY_IN_USE'

  constructor(directory: string, pid: number) {
    super(
      `Another Daybook (process ${pid}) uses ${directory}. Stop it, or choose another directory with DAYBOOK_DATA.`,
    )
    this.name = 'DataLockedError'
  }
}

/** Makes the directory (0700) when absent. Answers the release. Throws DataLockedError. */
export async function lockDataDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, LOCK_FILE)
  const mine = `${process.pid} ${await startOf(process.pid)}\n`
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (await createWith(path, mine)) return async () => removeIf(path, mine)
    const theirs = await readFile(path, 'utf8').catch(() => '')
    const pid = Number.parseInt(theirs, 10)
    if (theirs !== mine && theirs === `${pid} ${await startOf(pid)}\n`)
      throw new DataLockedError(directory, pid)
    await setAside(path, theirs)
  }
  throw new DataLockedError(directory, 0)
}

/** The file appears with its text or not at all. */
async function createWith(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.new`
  await writeFile(draft, text, { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Only one process can rename the same file, so two that find a dead lock do not both think they took it over. */
async function setAside(path: string, expected: string): Promise<void> {
  const aside = `${path}.${process.pid}`
  try {
    await rename(path, aside)
    const found = await readFile(aside, 'utf8')
    if (found === expected) await rm(aside)
    else await rename(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function removeIf(path: string, text: string): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => '')
  if (found === text) await rm(path, { force: true })
}

/** When a process began, in the kernel's ticks since the boot; `alive` where that cannot be told, '' when there is no such process. */
async function startOf(pid: number): Promise<string> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return ''
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return ''
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // Field 22; the second field is a name in parentheses that may hold spaces.
  return stat === undefined ? 'alive' : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'alive')
}
