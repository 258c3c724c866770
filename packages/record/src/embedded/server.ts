/**
 * The embedded server as a child process: started, watched, started again, stopped.
 * It never outlives this process for long: a watchdog stops it when we die, and the next start stops it if both did.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { RecordError } from '../errors.ts'
import type { Log } from '../types.ts'
import type { Account } from './account.ts'
import { type Binaries, SERVER_ENVIRONMENT } from './binaries.ts'
import type { Layout } from './layout.ts'
import { stopOrphan } from './orphan.ts'
import { configurationFile, fixedArguments } from './settings.ts'

/** How long a start may take: replaying the log after a crash is part of it. */
const START_MS_MAX = 120_000
/** How long what a killed server left in shared memory may stand in the way. */
const LEFTOVER_MS_MAX = 20_000
const LEFTOVER = /pre-existing shared memory block|lock file "[^"]*" already exists/
const RETRY_MS = 150
const RESTART_FIRST_MS = 100
const RESTART_LONGEST_MS = 5_000
const STOP_FAST_MS_MAX = 30_000
const STOP_IMMEDIATE_MS_MAX = 10_000
const LINES_KEPT = 20

const READY = 'database system is ready to accept connections'
const SERIOUS = /^(FATAL|PANIC|WARNING):/

/** Waits for our end (its input closes), then stops the server that still has this number in its own pid file. */
const WATCHDOG = 'read _; read pid < "$1"; [ "$pid" = "$2" ] && kill -INT "$pid"'

export interface ServerDeps {
  layout: Layout
  binaries: Binaries
  account: Account
  log: Log
}

export class EmbeddedServer {
  readonly #deps: ServerDeps
  #child: ChildProcess | undefined
  #watchdog: ChildProcess | undefined
  #stopping = false
  #restarting: Promise<void> | undefined

  constructor(deps: ServerDeps) {
    this.#deps = deps
  }

  /** Of the postmaster, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves when connections are accepted. Throws ENGINE_FAILED with the server's last words. */
  async start(): Promise<void> {
    const patientUntil = performance.now() + LEFTOVER_MS_MAX
    for (;;) {
      await stopOrphan(this.#deps.layout.server, this.#deps.log)
      const lastWords = await this.#launch()
      if (lastWords === undefined) return
      if (!LEFTOVER.test(lastWords) || performance.now() > patientUntil || this.#stopping) {
        throw new RecordError('ENGINE_FAILED', { text: lastWords })
      }
      await sleep(RETRY_MS)
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#restarting
    const child = this.#child
    if (child !== undefined) {
      const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
      child.kill('SIGINT')
      const rough = setTimeout(() => child.kill('SIGQUIT'), STOP_FAST_MS_MAX)
      const rougher = setTimeout(() => child.kill('SIGKILL'), STOP_FAST_MS_MAX + STOP_IMMEDIATE_MS_MAX)
      await ended
      clearTimeout(rough)
      clearTimeout(rougher)
    }
    await endWatchdog(this.#watchdog)
  }

  /** Undefined: it is ready. Otherwise why it ended. */
  async #launch(): Promise<string | undefined> {
    const { layout, binaries, account } = this.#deps
    writeFileSync(join(layout.server, 'cluster', 'postgresql.conf'), configurationFile())
    const child = spawn(
      binaries.postgres,
      ['-D', `${layout.inside}/cluster`, '-k', `${layout.inside}/socket`, ...fixedArguments()],
      {
        ...account,
        cwd: '/',
        env: SERVER_ENVIRONMENT,
        // A group of its own: Ctrl-C at a terminal is for us, we stop the server when we are done with it.
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe', layout.serverFd],
      },
    )
    const lastWords = await this.#untilReady(child)
    if (lastWords !== undefined) return lastWords
    this.#child = child
    child.once('close', (code, signal) => this.#ended(child, code ?? signal))
    this.#watch(child)
    return undefined
  }

  #untilReady(child: ChildProcess): Promise<string | undefined> {
    const lines: string[] = []
    let rest = ''
    return new Promise(resolve => {
      const late = setTimeout(() => {
        lines.push(`It was not ready after ${START_MS_MAX} ms.`)
        child.kill('SIGQUIT')
      }, START_MS_MAX)
      child.stderr?.setEncoding('utf8').on('data', (data: string) => {
        const said = (rest + data).split('\n')
        rest = said.pop() ?? ''
        for (const line of said) {
          lines.push(line)
          if (lines.length > LINES_KEPT) lines.shift()
          if (SERIOUS.test(line) && !this.#stopping)
            this.#deps.log.warn({ line }, 'the embedded PostgreSQL says')
          if (line.includes(READY)) {
            clearTimeout(late)
            resolve(undefined)
          }
        }
      })
      child.once('error', error => {
        clearTimeout(late)
        resolve(error.message)
      })
      child.once('close', (code, signal) => {
        clearTimeout(late)
        resolve(`postgres ended with ${code ?? signal}: ${lines.join(' · ')}`)
      })
    })
  }

  #watch(child: ChildProcess): void {
    this.#watchdog?.kill('SIGKILL')
    const { layout, account } = this.#deps
    const pidFile = `${layout.inside}/cluster/postmaster.pid`
    this.#watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'daybook-watchdog', pidFile, String(child.pid)], {
      ...account,
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', layout.serverFd],
    })
    // Without a watchdog the next start cleans up.
    this.#watchdog.on('error', () => {})
    this.#watchdog.stdin?.on('error', () => {})
    this.#watchdog.unref()
  }

  #ended(child: ChildProcess, how: number | string | null): void {
    if (this.#child !== child) return
    this.#child = undefined
    if (this.#stopping) return
    this.#deps.log.error({ how }, 'the embedded PostgreSQL ended; it is started again')
    this.#restarting = this.#restart().finally(() => (this.#restarting = undefined))
  }

  async #restart(): Promise<void> {
    for (let waitMs = RESTART_FIRST_MS; !this.#stopping; waitMs = Math.min(waitMs * 2, RESTART_LONGEST_MS)) {
      try {
        await this.start()
        this.#deps.log.info({}, 'the embedded PostgreSQL runs again')
        return
      } catch (error) {
        this.#deps.log.error({ error: String(error) }, 'the embedded PostgreSQL did not start')
        await sleep(waitMs)
      }
    }
  }
}

async function endWatchdog(watchdog: ChildProcess | undefined): Promise<void> {
  if (watchdog?.pid === undefined || watchdog.exitCode !== null || watchdog.signalCode !== null) return
  const ended = new Promise(resolve => watchdog.once('exit', resolve))
  watchdog.ref()
  watchdog.kill('SIGKILL')
  await ended
}
