/**
 * The tenants and their logs.
 * A tenant and its log row appear together, and neither ever goes: what is remembered here stays true.
 */
import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { Head, Tenant, TenantStore } from './types.ts'

/** UTF-16 units of a zone's name. */
const ZONE_LENGTH_MAX = 64
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export const TENANT_SQL = {
  ensure: {
    name: 'tenant_ensure',
    text: `WITH made AS (
             INSERT INTO daybook.tenant (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id, name
           ), logged AS (
             INSERT INTO daybook.log (tenant) SELECT id FROM made
           )
           SELECT id, name FROM made`,
  },
  find: { name: 'tenant_find', text: 'SELECT id, name FROM daybook.tenant WHERE name = $1' },
  byId: { name: 'tenant_by_id', text: 'SELECT id, name FROM daybook.tenant WHERE id = $1' },
  zone: { name: 'tenant_zone', text: 'SELECT zone FROM daybook.tenant WHERE id = $1' },
  setZone: {
    name: 'tenant_set_zone',
    text: 'UPDATE daybook.tenant SET zone = $2 WHERE id = $1 RETURNING zone',
  },
  list: { name: 'tenant_list', text: 'SELECT id, name FROM daybook.tenant ORDER BY id' },
  heads: { name: 'log_heads', text: 'SELECT tenant, next FROM daybook.log WHERE next > 0 ORDER BY tenant' },
} satisfies Record<string, Statement>

export class Tenants implements TenantStore {
  readonly #database: Database
  readonly #byName = new Map<string, Tenant>()
  readonly #ids = new Set<number>()

  constructor(database: Database) {
    this.#database = database
  }

  async ensure(name: string): Promise<Tenant> {
    if (!NAME.test(name)) throw new RecordError('TENANT_NAME_INVALID')
    const there = await this.find(name)
    if (there !== undefined) return there
    const [made] = await this.#database.run<Tenant>(TENANT_SQL.ensure, [name])
    // Nothing made: another process was faster, and its tenant is committed by now.
    const tenant = made ?? (await this.find(name))
    if (tenant === undefined) throw new RecordError('CORRUPT', { text: '(a tenant is gone)' })
    return this.#remember(tenant)
  }

  async find(name: string): Promise<Tenant | undefined> {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const [found] = await this.#database.run<Tenant>(TENANT_SQL.find, [name])
    return found === undefined ? undefined : this.#remember(found)
  }

  async list(): Promise<Tenant[]> {
    const tenants = await this.#database.run<Tenant>(TENANT_SQL.list)
    return tenants.map(tenant => this.#remember(tenant))
  }

  async zone(id: number): Promise<string> {
    return this.#zoneOf(await this.#database.run<{ zone: string }>(TENANT_SQL.zone, [id]))
  }

  async setZone(id: number, zone: string): Promise<void> {
    if (zone.length === 0 || zone.length > ZONE_LENGTH_MAX) throw new RecordError('REFUSED')
    this.#zoneOf(await this.#database.run<{ zone: string }>(TENANT_SQL.setZone, [id, zone]))
  }

  heads(): Promise<Head[]> {
    return this.#database.run<Head>(TENANT_SQL.heads)
  }

  isKnown(id: number): boolean {
    return this.#ids.has(id)
  }

  /** Throws TENANT_UNKNOWN. */
  async mustExist(id: number): Promise<void> {
    const [found] = Number.isInteger(id) ? await this.#database.run<Tenant>(TENANT_SQL.byId, [id]) : []
    if (found === undefined) throw new RecordError('TENANT_UNKNOWN')
    this.#remember(found)
  }

  #zoneOf([row]: readonly { zone: string }[]): string {
    if (row === undefined) throw new RecordError('TENANT_UNKNOWN')
    return row.zone
  }

  #remember(tenant: Tenant): Tenant {
    this.#byName.set(tenant.name, tenant)
    this.#ids.add(tenant.id)
    return tenant
  }
}
