/**
 * A real PostgreSQL server from the distribution's packages, for tests of what runs on a server of one's own.
 * It lives in a temporary directory, on a free port of the loopback, and nothing of it stays.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Client } from 'pg'

import { ensureDebianPackage } from '../tools/debian-package.ts'
import { TestProcess } from './processes.ts'

const PACKAGED = '/usr/lib/postgresql'
const MAJOR = 15
const CLUSTER_SETTINGS = '/etc/postgresql-common/createcluster.conf'
const START_MS_MAX = 20_000
const INITDB_MS_MAX = 60_000
/** Below those that the kernel gives away: while the server is down, nobody gets its port by accident. */
const PORTS = { from: 10_000, below: 32_000 }
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/**
 * The directory of the binaries: version 15, else the oldest above it. As root on Debian or Ubuntu the package is
 * installed when there is none. Throws with what to do.
 */
export function serverBinaries(): string {
  const there = installed()
  if (there !== undefined) return there
  // The package would make and start a cluster of its own; ours are enough.
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !existsSync(CLUSTER_SETTINGS)) {
    mkdirSync(dirname(CLUSTER_SETTINGS), { recursive: true })
    writeFileSync(CLUSTER_SETTINGS, 'create_main_cluster = false\n')
  }
  ensureDebianPackage('postgresql-15', [`${PACKAGED}/15/bin/postgres`])
  const now = installed()
  if (now === undefined) throw new Error(`There is no PostgreSQL ${MAJOR} or later under ${PACKAGED}.`)
  return now
}

function installed(): string | undefined {
  if (!existsSync(PACKAGED)) return undefined
  const majors = readdirSync(PACKAGED)
    .map(Number)
    .filter(major => major >= MAJOR && existsSync(join(PACKAGED, String(major), 'bin', 'postgres')))
    .sort((a, b) => a - b)
  return majors[0] === undefined ? undefined : join(PACKAGED, String(majors[0]), 'bin')
}

export class PostgresServer {
  readonly url: string
  readonly #directory: string
  readonly #bin: string
  readonly #port: number
  readonly #account: { uid?: number; gid?: number }
  #process: TestProcess | undefined

  private constructor(bin: string, directory: string, port: number, password: string, account: object) {
    this.#bin = bin
    this.#directory = directory
    this.#port = port
    this.#account = account
    this.url = `postgres://daybook:${password}@127.0.0.1:${port}/postgres`
  }

  static async create(): Promise<PostgresServer> {
    const bin = serverBinaries()
    const account = serverAccount()
    const directory = mkdtempSync(join(tmpdir(), 'daybook-postgres15-'))
    const password = randomBytes(12).toString('hex')
    const passwordFile = join(directory, 'password')
    writeFileSync(passwordFile, password)
    if (account.uid !== undefined && account.gid !== undefined) {
      for (const path of [directory, passwordFile]) chownSync(path, account.uid, account.gid)
    }
    const cluster = join(directory, 'cluster')
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        cluster,
        '-U',
        'daybook',
        `--pwfile=${passwordFile}`,
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--locale=C',
      ],
      {
        ...account,
        cwd: '/',
        env: ENVIRONMENT,
        stdio: 'ignore',
        timeout: INITDB_MS_MAX,
        killSignal: 'SIGKILL',
      },
    )
    const server = new PostgresServer(bin, directory, await freePort(), password, account)
    await server.start()
    return server
  }

  /** Of the postmaster, while it runs. */
  get pid(): number | undefined {
    return this.#process?.child.pid
  }

  /** Also after a kill: what the killed server left in shared memory may need a moment. */
  async start(): Promise<void> {
    const until = performance.now() + START_MS_MAX
    let lastWords = ''
    while (performance.now() < until) {
      const started = this.#launch()
      if (await this.#answers(started, until)) {
        this.#process = started
        return
      }
      await started.end()
      lastWords = started.stderr
      await sleep(50)
    }
    throw new Error(`PostgreSQL did not start: ${lastWords}`)
  }

  /** The end without warning of the server and all its processes. */
  async kill(): Promise<void> {
    const { pid } = this
    if (pid === undefined) return
    for (const one of [pid, ...childrenOf(pid)]) killQuietly(one)
    await this.#process?.end()
    this.#process = undefined
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGINT')
    this.#process = undefined
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  #launch(): TestProcess {
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.#port}`,
      `unix_socket_directories=${this.#directory}`,
      'max_connections=60',
      'shared_buffers=128MB',
    ]
    return new TestProcess(
      join(this.#bin, 'postgres'),
      ['-D', join(this.#directory, 'cluster'), ...settings.flatMap(setting => ['-c', setting])],
      { ...this.#account, cwd: '/', env: ENVIRONMENT },
    )
  }

  async #answers({ child }: TestProcess, until: number): Promise<boolean> {
    while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
      const client = new Client({ connectionString: this.url })
      client.on('error', () => {})
      try {
        await client.connect()
        await client.end()
        return true
      } catch {
        await sleep(20)
      }
    }
    return false
  }
}

/** A new database of its own on a server; `drop` removes it whoever is still connected. */
export async function createDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(serverUrl, `CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => query(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** PostgreSQL refuses root. */
function serverAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(line => line.startsWith('nobody:'))
    ?.split(':')
  if (nobody === undefined) throw new Error('These tests run as root and found no account called nobody.')
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}

/** Direct children of a process, on Linux; elsewhere they end by themselves a moment later. */
export function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(list)) return []
  return readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

async function freePort(): Promise<number> {
  const port = randomInt(PORTS.from, PORTS.below)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
