/** The catalog as the API gives it, and a catalog file on its way in. */
import type { CatalogTotals, DescribedApplication } from '@daybook/query'

import { complete, type Get, type Send } from './answer.ts'
import type { AsOf } from './types.ts'

export interface CatalogAnswer {
  applications: DescribedApplication[]
  totals: CatalogTotals
  /** More combinations occurred than an answer holds. */
  truncated: boolean
  asOf?: AsOf
}

export interface CatalogCounts {
  applications: number
  entities: number
  activities: number
}

export interface CatalogCalls {
  catalog(signal?: AbortSignal): Promise<CatalogAnswer>
  /** Takes in a whole file or nothing; applications that it does not name stay unless `replace`. */
  putCatalog(applications: readonly unknown[], replace: boolean): Promise<CatalogCounts>
}

export function catalogCalls(get: Get, send: Send): CatalogCalls {
  return {
    async catalog(signal) {
      const answer = await get('/v1/catalog', signal)
      return complete<CatalogAnswer>(answer, one => Array.isArray(one.applications))
    },
    async putCatalog(applications, replace) {
      const answer = await send('PUT', `/v1/catalog${replace ? '?replace=true' : ''}`, { applications })
      return complete<CatalogCounts>(answer, one => typeof one.activities === 'number')
    },
  }
}
