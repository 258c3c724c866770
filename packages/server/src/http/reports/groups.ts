/**
 * GET /v1/reports/{report}/groups: one level of groups under the values chosen above it.
 * Counts agree with rows and summary of the same parameters with the group's value at the end of `path`.
 */
import {
  GROUP_BARS_MAX,
  GROUP_COLUMNS,
  type GroupsAnswer,
  GROUPS_MAX,
  GROUPS_OFFSET_MAX,
  type GroupsRequest,
  isTimeColumn,
} from '@daybook/report'
import type { QueryParams } from '@daybook/query'
import type { FastifyInstance } from 'fastify'

import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps, Identity } from '../context.ts'
import { integerParameter, invalidParameter, oneOfParameter } from '../parameters.ts'
import type { AsOfReader } from './as-of.ts'
import { type ReportRequest, summaryRequest } from './question.ts'
import { groupsSchema } from './question-schemas.ts'

const GROUPS_LIMIT_DEFAULT = 100
const SORTS = ['value', 'count', 'failed', 'latest'] as const

export function groupsRoute(app: FastifyInstance, deps: AppDeps, asOfReader: AsOfReader): void {
  app.get(
    '/v1/reports/:report/groups',
    { schema: groupsSchema, onRequest: requires('read') },
    async (request: ReportRequest) => {
      const identity = identityOf(request)
      const sight = await deps.masking.sightOf(identity.tenant.id, identity.scopes)
      const question = { ...groupsRequest(request, identity), hidden: sight.hidden }
      const [asOf, answer] = await Promise.all([
        asOfReader.now(identity.tenant.id),
        deps.index.groups(question),
      ])
      return { ...viewOf(answer, question), asOf }
    },
  )
}

function groupsRequest(request: ReportRequest, identity: Identity): GroupsRequest {
  const question = summaryRequest(request, identity, ['by', 'sort', 'limit', 'offset', 'bars'])
  const parameters = request.query as QueryParams
  const by = oneOfParameter(parameters, 'by', GROUP_COLUMNS)
  if (by === undefined) throw invalidParameter('by', 'is needed: what to group by')
  const written = oneOfParameter(parameters, 'sort', [...SORTS, ...SORTS.map(sort => `-${sort}` as const)])
  return {
    ...question,
    by,
    sort: SORTS.find(sort => sort === written?.replace('-', '')),
    descending: written?.startsWith('-'),
    limit: integerParameter(parameters, 'limit', { min: 1, max: GROUPS_MAX }) ?? GROUPS_LIMIT_DEFAULT,
    offset: integerParameter(parameters, 'offset', { min: 0, max: GROUPS_OFFSET_MAX }),
    bars: integerParameter(parameters, 'bars', { min: 1, max: GROUP_BARS_MAX }),
  }
}

function viewOf({ groups, total, from, to, tookMs }: GroupsAnswer, { by }: GroupsRequest): object {
  const valueOf = (value: string) => (isTimeColumn(by) ? new Date(Number(value)).toISOString() : value)
  return {
    groups: groups.map(group => ({
      ...group,
      value: valueOf(group.value),
      latest: new Date(group.latest).toISOString(),
    })),
    total,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    tookMs,
  }
}
