/**
 * How far the import of a file is, kept in a small file so that it can go on after a crash.
 * Invariant: the position is never ahead of what the server acknowledged; losing the file costs time, not events.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../terminal.ts'

export interface Counts {
  /** Events that were sent and answered, plus lines that never were events. */
  sent: number
  recorded: number
  duplicate: number
  rejected: number
}

export interface Position {
  /** Items of the input that are settled. */
  items: number
  /** Line of the last of them. */
  line: number
  counts: Counts
  /** Length of the file of rejected lines when they were settled. */
  rejectsBytes: number
  rejectsPath?: string
  /** The last event that was acknowledged, as it was sent: sending it again shows whether this is still the same record. */
  last?: string
}

/** What makes an import the same import: the same bytes read in the same way for the same server. */
export interface Identity {
  path: string
  size: number
  modifiedMs: number
  format: string
  mapping: unknown
  url: string
}

export const START: Position = {
  items: 0,
  line: 0,
  counts: { sent: 0, recorded: 0, duplicate: 0, rejected: 0 },
  rejectsBytes: 0,
}

export class PositionFile {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async of(identity: Identity, env: Environment): Promise<PositionFile> {
    const path = await realpath(identity.path)
    const digest = createHash('sha256')
      .update(JSON.stringify({ ...identity, path }))
      .digest('hex')
    return new PositionFile(join(stateDirectory(env), 'imports', `${digest.slice(0, 32)}.json`))
  }

  /** Undefined when there is none, or none that can be read: then the import begins at the beginning. */
  async read(): Promise<Position | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.path, 'utf8'))
      return isPosition(value) ? value : undefined
    } catch {
      return undefined
    }
  }

  /** Replaces the file as a whole: a crash leaves the old position or the new one. */
  async write(position: Position): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
    const next = `${this.path}.next`
    await writeFile(next, `${JSON.stringify(position)}\n`, { mode: 0o600 })
    await rename(next, this.path)
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true })
  }
}

/** XDG base directory specification. */
function stateDirectory(env: Environment): string {
  const given = env['XDG_STATE_HOME']
  return join(given === undefined || given === '' ? join(homedir(), '.local', 'state') : given, 'daybook')
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false
  const { items, line, counts, rejectsBytes } = value as Partial<Position>
  const numbers = [
    items,
    line,
    rejectsBytes,
    counts?.sent,
    counts?.recorded,
    counts?.duplicate,
    counts?.rejected,
  ]
  return numbers.every(number => Number.isSafeInteger(number))
}
