/**
 * A server that outlived the process that started it.
 * Called only by the holder of the directory's lock, so whoever started that server is dead; it is stopped, and a
 * process that merely got its number is left alone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Log } from '../types.ts'

/** Fast shutdown, immediate shutdown, end: each with its patience. */
const STEPS: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
]
const LOOK_EVERY_MS = 20

export async function stopOrphan(server: string, log: Log): Promise<void> {
  const cluster = join(server, 'cluster')
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = postmasterPid(pidFile)
  if (pid === undefined) return
  if (!isServerOf(pid, cluster)) {
    // Its number may belong to anything by now, and PostgreSQL would take that for itself.
    if (isAlive(pid)) rmSync(pidFile, { force: true })
    return
  }
  log.warn({ pid }, 'a PostgreSQL server was left running by a process that died; it is stopped first')
  for (const { signal, waitMs } of STEPS) {
    if (!signalled(pid, signal) || (await goneWithin(pid, cluster, waitMs))) return
  }
}

function postmasterPid(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

/** A server works inside its cluster: that is its current directory. */
function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (existsSync('/proc/self/fd')) {
    const cwd = statSync(`/proc/${pid}/cwd`, { throwIfNoEntry: false })
    const own = statSync(cluster)
    return cwd !== undefined && cwd.dev === own.dev && cwd.ino === own.ino
  }
  const { stdout } = spawnSync('/bin/ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes('postgres') && stdout.includes(cluster)
}

async function goneWithin(pid: number, cluster: string, waitMs: number): Promise<boolean> {
  const until = performance.now() + waitMs
  while (performance.now() < until) {
    if (!isServerOf(pid, cluster)) return true
    await sleep(LOOK_EVERY_MS)
  }
  return false
}

function isAlive(pid: number): boolean {
  return signalled(pid, 0)
}

/** False: there is no such process. */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
