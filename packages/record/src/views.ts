/**
 * Saved report states.
 * A view belongs to one tenant and one owner; who may see and change it is decided above this room.
 */
import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { ViewInput, ViewRecord, ViewStore } from './types.ts'

/** Of one tenant, shared and private ones together. */
export const VIEWS_MAX = 1000

const COLUMNS = 'id, owner, name, report, query, shared, created_at, updated_at'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const VIEW_SQL = {
  // The same id twice is the same view: after a lost answer the statement runs again.
  insert: {
    name: 'view_insert',
    text: `INSERT INTO daybook.view (id, tenant, owner, name, report, query, shared)
           SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE (SELECT count(*) FROM daybook.view WHERE tenant = $2) < $8
           ON CONFLICT (id) DO NOTHING`,
  },
  byId: { name: 'view_by_id', text: `SELECT ${COLUMNS} FROM daybook.view WHERE tenant = $1 AND id = $2` },
  list: {
    name: 'view_list',
    text: `SELECT ${COLUMNS} FROM daybook.view WHERE tenant = $1 AND (shared OR owner = $2) ORDER BY name, id`,
  },
  update: {
    name: 'view_update',
    text: `UPDATE daybook.view SET name = $3, report = $4, query = $5, shared = $6, updated_at = now()
            WHERE tenant = $1 AND id = $2 RETURNING ${COLUMNS}`,
  },
  remove: { name: 'view_remove', text: 'DELETE FROM daybook.view WHERE tenant = $1 AND id = $2' },
} satisfies Record<string, Statement>

interface ViewRow extends ViewInput {
  id: string
  owner: string
  created_at: Date
  updated_at: Date
}

export class Views implements ViewStore {
  readonly #database: Database
  readonly #newId: () => string

  constructor(database: Database, newId: () => string) {
    this.#database = database
    this.#newId = newId
  }

  async create(tenant: number, owner: string, view: ViewInput): Promise<ViewRecord> {
    const { name, report, query, shared } = view
    const id = this.#newId()
    await this.#database.run(VIEW_SQL.insert, [id, tenant, owner, name, report, query, shared, VIEWS_MAX])
    const made = await this.find(tenant, id)
    if (made !== undefined) return made
    throw new RecordError('LIMIT_REACHED', { text: `A tenant has at most ${VIEWS_MAX} views.` })
  }

  async find(tenant: number, id: string): Promise<ViewRecord | undefined> {
    if (!UUID.test(id)) return undefined
    const [row] = await this.#database.run<ViewRow>(VIEW_SQL.byId, [tenant, id])
    return row === undefined ? undefined : recordOf(row)
  }

  async list(tenant: number, owner: string): Promise<ViewRecord[]> {
    const rows = await this.#database.run<ViewRow>(VIEW_SQL.list, [tenant, owner])
    return rows.map(recordOf)
  }

  async update(tenant: number, id: string, view: ViewInput): Promise<ViewRecord | undefined> {
    if (!UUID.test(id)) return undefined
    const { name, report, query, shared } = view
    const values = [tenant, id, name, report, query, shared]
    const [row] = await this.#database.run<ViewRow>(VIEW_SQL.update, values)
    return row === undefined ? undefined : recordOf(row)
  }

  async remove(tenant: number, id: string): Promise<void> {
    if (UUID.test(id)) await this.#database.run(VIEW_SQL.remove, [tenant, id])
  }
}

function recordOf({ created_at, updated_at, ...view }: ViewRow): ViewRecord {
  return { ...view, createdAt: created_at.getTime(), updatedAt: updated_at.getTime() }
}
