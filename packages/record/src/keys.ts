/**
 * Keys of machines.
 * A key is 256 random bits that are shown once; the record holds its SHA-256 only, so who reads the record cannot
 * use a key. A fast hash is right here: there is nothing to guess.
 */
import { createHash } from 'node:crypto'

import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { KeyInput, KeyRecord, KeyStore, Scope } from './types.ts'

const PREFIX_CHARACTERS = 8
const SECRET_BYTES = 32
const GIVEN_SECRET_CHARACTERS_MIN = 32
/** What a key that was not made here shows instead of a public part. */
const GIVEN_PREFIX = 'given'
const REMEMBER_MS = 5_000
const REMEMBER_KEYS_MAX = 10_000

const COLUMNS = 'k.id, k.tenant, t.name, k.prefix, k.scopes, k.label, k.created_at, k.revoked_at'

export const KEY_SQL = {
  // The same key twice is the same row: after a lost answer the statement runs again.
  insert: {
    name: 'key_insert',
    text: `INSERT INTO daybook.key (id, tenant, hash, prefix, scopes, label) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (hash) DO NOTHING`,
  },
  byHash: {
    name: 'key_by_hash',
    text: `SELECT ${COLUMNS} FROM daybook.key AS k JOIN daybook.tenant AS t ON t.id = k.tenant WHERE k.hash = $1`,
  },
  list: {
    name: 'key_list',
    text: `SELECT ${COLUMNS} FROM daybook.key AS k JOIN daybook.tenant AS t ON t.id = k.tenant
            WHERE k.tenant = $1 ORDER BY k.created_at, k.id`,
  },
  revoke: {
    name: 'key_revoke',
    text: `UPDATE daybook.key SET revoked_at = coalesce(revoked_at, now()) WHERE tenant = $1 AND id = $2 RETURNING id`,
  },
} satisfies Record<string, Statement>

interface KeyRow {
  id: string
  tenant: number
  name: string
  prefix: string
  scopes: Scope[]
  label: string | null
  created_at: Date
  revoked_at: Date | null
}

export interface KeyDeps {
  database: Database
  clock: () => number
  newId: () => string
  randomBytes: (n: number) => Uint8Array
}

export class Keys implements KeyStore {
  readonly #deps: KeyDeps
  /** by hash; a key that is not known is asked for each time, or the list could be filled from outside */
  readonly #remembered = new Map<string, { record: KeyRecord; until: number }>()

  constructor(deps: KeyDeps) {
    this.#deps = deps
  }

  async create(input: KeyInput): Promise<{ key: string; record: KeyRecord }> {
    const secret = Buffer.from(this.#deps.randomBytes(SECRET_BYTES)).toString('base64url')
    const prefix = alphanumeric(this.#deps.randomBytes(PREFIX_CHARACTERS))
    const key = `dbk_${prefix}_${secret}`
    return { key, record: await this.#insert(key, prefix, input) }
  }

  async put(secret: string, input: KeyInput): Promise<KeyRecord> {
    if (secret.length < GIVEN_SECRET_CHARACTERS_MIN) throw new RecordError('KEY_TOO_SHORT')
    return this.#insert(secret, GIVEN_PREFIX, input)
  }

  async verify(key: string): Promise<KeyRecord | undefined> {
    const hash = hashOf(key)
    const name = hash.toString('base64')
    const now = this.#deps.clock()
    const known = this.#remembered.get(name)
    if (known !== undefined && known.until > now && known.until <= now + REMEMBER_MS) return known.record
    this.#remembered.delete(name)
    const record = await this.#byHash(hash)
    if (record === undefined || record.revokedAt !== undefined) return undefined
    if (this.#remembered.size >= REMEMBER_KEYS_MAX) this.#remembered.clear()
    this.#remembered.set(name, { record, until: now + REMEMBER_MS })
    return record
  }

  async list(tenant: number): Promise<KeyRecord[]> {
    const rows = await this.#deps.database.run<KeyRow>(KEY_SQL.list, [tenant])
    return rows.map(recordOf)
  }

  async revoke(tenant: number, id: string): Promise<boolean> {
    if (!/^[0-9a-f-]{36}$/i.test(id)) return false
    const rows = await this.#deps.database.run(KEY_SQL.revoke, [tenant, id])
    // After the statement: a look-up that ran beside it may have remembered the key again.
    this.#remembered.clear()
    return rows.length > 0
  }

  async #insert(key: string, prefix: string, { tenant, scopes, label }: KeyInput): Promise<KeyRecord> {
    const hash = hashOf(key)
    const values = [this.#deps.newId(), tenant, hash, prefix, scopes, label ?? null]
    await this.#deps.database.run(KEY_SQL.insert, values)
    const record = await this.#byHash(hash)
    if (record === undefined) throw new RecordError('CORRUPT', { text: '(a key is gone)' })
    return record
  }

  async #byHash(hash: Buffer): Promise<KeyRecord | undefined> {
    const [row] = await this.#deps.database.run<KeyRow>(KEY_SQL.byHash, [hash])
    return row === undefined ? undefined : recordOf(row)
  }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest()
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function alphanumeric(bytes: Uint8Array): string {
  return Array.from(bytes, byte => ALPHABET[byte % ALPHABET.length]).join('')
}

function recordOf(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    tenant: row.tenant,
    tenantName: row.name,
    scopes: row.scopes,
    ...(row.label === null ? {} : { label: row.label }),
    createdAt: row.created_at.getTime(),
    prefix: row.prefix,
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.getTime() }),
  }
}
