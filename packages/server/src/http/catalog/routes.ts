/**
 * /v1/catalog: what may occur, beside what did.
 * A change is taken in whole or not at all, and is known to the door of this process before it is answered.
 */
import type { JsonObject } from '@daybook/event'
import {
  type Catalog,
  catalogProblems,
  type CatalogTotals,
  catalogTotals,
  describeCatalog,
  type DescribedApplication,
  editLinkOf,
  type QueryParams,
  selectDescribed,
} from '@daybook/query'
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import {
  flagParameter,
  invalidParameter,
  knownParameters,
  oneParameter,
  timeParameter,
} from '../parameters.ts'
import { type AsOf, AsOfReader } from '../reports/as-of.ts'
import { catalogBody, editLinkSchema, getCatalogSchema, putCatalogSchema } from './schemas.ts'

/** One catalog file: the whole of a vendor's documents is some 40 KiB. */
const CATALOG_BODY_BYTES_MAX = 2 * 1024 * 1024

interface CatalogCounts {
  applications: number
  entities: number
  activities: number
}

interface CatalogAnswer {
  applications: DescribedApplication[]
  totals: CatalogTotals
  truncated: boolean
  tookMs: number
  asOf: AsOf
}

export function catalogRoutes(app: FastifyInstance, deps: AppDeps): void {
  const asOfReader = new AsOfReader(deps)
  app.put<{ Body: Static<typeof catalogBody> }>(
    '/v1/catalog',
    { schema: putCatalogSchema, onRequest: requires('admin'), bodyLimit: CATALOG_BODY_BYTES_MAX },
    async (request): Promise<CatalogCounts> => {
      const replace = flagParameter(knownParameters(request, ['replace']), 'replace')
      const { id } = identityOf(request).tenant
      const given: Catalog = request.body.applications
      refuseContradictions(given, replace ? [] : await deps.catalogs.read(id))
      const named = Object.fromEntries(given.map(one => [one.application, one]))
      await deps.record.catalogs.put(id, named as unknown as JsonObject, { replace })
      return countsOf(await deps.catalogs.read(id))
    },
  )

  const guard = { onRequest: requires('read') }
  app.get('/v1/catalog', { schema: getCatalogSchema, ...guard }, async (request): Promise<CatalogAnswer> => {
    const parameters = knownParameters(request, ['newSince', 'silentSince', 'undescribed'])
    const question = {
      newSince: dayParameter(parameters, 'newSince'),
      silentSince: dayParameter(parameters, 'silentSince'),
      undescribed: flagParameter(parameters, 'undescribed'),
    }
    const identity = identityOf(request)
    const asOf = await asOfReader.now(identity.tenant.id)
    const { combinations, truncated, tookMs } = await deps.index.observed(identity.tenant.id)
    const tree = describeCatalog(await deps.catalogs.read(identity.tenant.id), combinations)
    return {
      applications: selectDescribed(tree, question),
      totals: catalogTotals(tree),
      truncated,
      tookMs,
      asOf,
    }
  })

  app.get('/v1/catalog/edit-link', { schema: editLinkSchema, ...guard }, async request => {
    const parameters = knownParameters(request, ['application', 'entity', 'id', 'name'])
    const entity = {
      application: required(parameters, 'application'),
      type: required(parameters, 'entity'),
      id: required(parameters, 'id'),
      name: oneParameter(parameters, 'name'),
    }
    const url = editLinkOf(await deps.catalogs.read(identityOf(request).tenant.id), entity)
    if (url === undefined)
      throw new ServerError('NOT_FOUND', {
        detail: 'The catalog has no edit link for this entity.',
        members: { reason: 'editLink' },
      })
    return { url }
  })
}

/** Within what was given, and with what stays beside it. */
function refuseContradictions(given: Catalog, stored: Catalog): void {
  const names = new Set(given.map(one => one.application))
  const stays = stored.filter(one => !names.has(one.application))
  const problems = catalogProblems(given)
  if (problems.length === 0) {
    const together = catalogProblems([...stays, ...given])
    problems.push(
      ...together.map(({ message }) => ({ path: '', message: `${message}, with what is stored` })),
    )
  }
  if (problems.length === 0) return
  const told = problems.map(({ path, message }) => ({
    code: 'INVALID_CATALOG',
    path: `/applications${path}`,
    message,
  }))
  throw new ServerError('INVALID_CATALOG', { detail: told[0]?.message ?? '', members: { problems: told } })
}

function countsOf(catalog: Catalog): CatalogCounts {
  const entities = catalog.flatMap(one => one.entities)
  return {
    applications: catalog.length,
    entities: entities.length,
    activities: entities.flatMap(one => one.activities).length,
  }
}

function dayParameter(parameters: QueryParams, name: string): string | undefined {
  const time = timeParameter(parameters, name)
  const value = oneParameter(parameters, name)
  if (time === undefined || value?.length === 10) return value
  throw invalidParameter(name, 'is a day such as 2026-05-04, in UTC')
}

function required(parameters: QueryParams, name: string): string {
  const value = oneParameter(parameters, name)
  if (value === undefined || value === '') throw invalidParameter(name, 'is needed')
  return value
}
