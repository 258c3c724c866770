/**
 * A PostgreSQL server that someone else runs.
 * Nothing is changed on it but the schema `daybook`; its address is never shown with its password.
 */
import { setTimeout as sleep } from 'node:timers/promises'

import { Client } from 'pg'

import { failureOf } from './database.ts'
import type { Engine } from './engine.ts'
import { RecordError } from './errors.ts'
import type { Log } from './types.ts'

const VERSION_MIN = 150_000
/** A server that is just being started gets this long. */
const PATIENCE_MS = 10_000
const RETRY_MS = 250
const CONNECT_MS_MAX = 5_000

/** Throws ENGINE_UNREACHABLE, ENGINE_TOO_OLD. */
export async function connectExternal(url: string, log: Log): Promise<Engine> {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new RecordError('ENGINE_UNREACHABLE', { text: 'Its address must begin with postgres://.' })
  }
  const patientUntil = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      await look(url, log)
      break
    } catch (error) {
      if (error instanceof RecordError) throw error
      if (failureOf(error) === 'refused' || performance.now() > patientUntil) {
        const why = (error as Error).message
        throw new RecordError('ENGINE_UNREACHABLE', { text: `(${address(url)}: ${why})`, cause: error })
      }
      await sleep(RETRY_MS)
    }
  }
  return {
    connection: { connectionString: url },
    serverPid: () => undefined,
    size: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  }
}

async function look(url: string, log: Log): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; fsync: string }>(
      `SELECT current_setting('server_version_num') AS version, current_setting('fsync') AS fsync`,
    )
    const version = Number(rows[0]?.version)
    if (!(version >= VERSION_MIN)) {
      throw new RecordError('ENGINE_TOO_OLD', {
        text: `(${address(url)} is ${Math.floor(version / 10_000)})`,
      })
    }
    if (rows[0]?.fsync !== 'on') {
      log.warn(
        { server: address(url) },
        'fsync is off on this PostgreSQL server: a power cut loses acknowledged entries',
      )
    }
  } finally {
    await client.end().catch(() => {})
  }
}

/** The URL without user, password and options. */
function address(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url)
    return `${protocol}//${host}${pathname}`
  } catch {
    return 'not a URL'
  }
}
