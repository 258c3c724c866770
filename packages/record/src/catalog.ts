/**
 * The catalog of each tenant: application name → what is said about it, as JSON that this room does not read.
 * A change is one statement: all of it is there or none, and writing the same again leaves the same.
 */
import type { JsonObject } from '@daybook/event'

import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { CatalogStore, StoredCatalog } from './types.ts'

/** Of one tenant. */
export const CATALOG_APPLICATIONS_MAX = 500
/** Characters of one tenant's catalog as JSON text. */
export const CATALOG_CHARACTERS_MAX = 4_000_000

export const CATALOG_SQL = {
  // Only a catalog that stays within its limits is written; nothing comes back when it would not.
  put: {
    name: 'catalog_put',
    text: `WITH wanted AS (
             SELECT CASE WHEN $3 OR old.applications IS NULL THEN $2::jsonb ELSE old.applications || $2::jsonb END AS applications
               FROM (SELECT 1) AS one LEFT JOIN daybook.catalog AS old ON old.tenant = $1
           )
           INSERT INTO daybook.catalog AS c (tenant, version, applications)
           SELECT $1, 1, w.applications FROM wanted AS w
            WHERE length(w.applications::text) <= $5
              AND (SELECT count(*) FROM jsonb_object_keys(w.applications)) <= $4
           ON CONFLICT (tenant) DO UPDATE
              SET version = c.version + 1,
                  applications = CASE WHEN $3 THEN $2::jsonb ELSE c.applications || $2::jsonb END
           RETURNING version`,
  },
  get: {
    name: 'catalog_get',
    text: 'SELECT version, applications FROM daybook.catalog WHERE tenant = $1 AND version <> $2',
  },
} satisfies Record<string, Statement>

/** No catalog has this version. */
const NEVER = 0

export class Catalogs implements CatalogStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async put(tenant: number, applications: JsonObject, options: { replace: boolean }): Promise<void> {
    const rows = await this.#database.run(CATALOG_SQL.put, [
      tenant,
      JSON.stringify(applications),
      options.replace,
      CATALOG_APPLICATIONS_MAX,
      CATALOG_CHARACTERS_MAX,
    ])
    if (rows.length === 0)
      throw new RecordError('LIMIT_REACHED', {
        text: `A catalog has at most ${CATALOG_APPLICATIONS_MAX} applications and ${CATALOG_CHARACTERS_MAX} characters.`,
      })
  }

  async newerThan(tenant: number, version = NEVER): Promise<StoredCatalog | undefined> {
    const [row] = await this.#database.run<StoredCatalog>(CATALOG_SQL.get, [tenant, version])
    return row
  }
}
