/**
 * Brings the schema `daybook` to this version's form.
 * All missing steps are one transaction under one lock, so any number of processes may start at once, and a crash
 * leaves the schema as it was.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

import type { PoolClient } from 'pg'

import type { Database } from './database.ts'
import { RecordError } from './errors.ts'

/** Any number that nobody else takes on this database: 'daybook' in ASCII. */
const MIGRATION_LOCK = '28254581166272363'
const FILES = new URL('../migrations/', import.meta.url)

interface Migration {
  version: number
  name: string
  checksum: string
  sql: string
}

export async function migrate(database: Database): Promise<void> {
  const wanted = await migrations()
  await database.connected(async client => {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    const applied = await appliedMigrations(client)
    refuseStrangers(wanted, applied)
    for (const migration of wanted.filter(({ version }) => !applied.has(version))) {
      await client.query(migration.sql)
      await client.query('INSERT INTO daybook.migration (version, name, checksum) VALUES ($1, $2, $3)', [
        migration.version,
        migration.name,
        migration.checksum,
      ])
    }
    await client.query('COMMIT')
  })
}

/** `NNNN_name.sql` files in order; their numbers are 1, 2, 3 … */
async function migrations(): Promise<Migration[]> {
  const names = (await readdir(FILES)).filter(name => /^\d{4}_\w+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(name, FILES), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { version: Number(name.slice(0, 4)), name, checksum, sql }
    }),
  )
}

async function appliedMigrations(client: PoolClient): Promise<Map<number, string>> {
  // Asked first, so that an account that may not create schemas can use one that is there.
  const there = await client.query<{ there: boolean }>(
    `SELECT to_regclass('daybook.migration') IS NOT NULL AS there`,
  )
  if (there.rows[0]?.there !== true) {
    await client.query('CREATE SCHEMA IF NOT EXISTS daybook')
    await client.query(`CREATE TABLE daybook.migration (
      version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
  }
  const { rows } = await client.query<{ version: number; checksum: string }>(
    'SELECT version, checksum FROM daybook.migration ORDER BY version',
  )
  return new Map(rows.map(({ version, checksum }) => [version, checksum]))
}

function refuseStrangers(wanted: readonly Migration[], applied: ReadonlyMap<number, string>): void {
  const newest = wanted.at(-1)?.version ?? 0
  const ahead = [...applied.keys()].filter(version => version > newest)
  if (ahead.length > 0) {
    throw new RecordError('DATABASE_NEWER', {
      text: `It is at step ${Math.max(...ahead)}, this version knows ${newest}. Start the newer version.`,
    })
  }
  for (const { version, name, checksum } of wanted) {
    const known = applied.get(version)
    if (known !== undefined && known !== checksum)
      throw new RecordError('MIGRATION_CHANGED', { text: `(${name})` })
  }
}
