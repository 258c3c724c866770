/** What the further questions about a report take and answer, for the documentation. */
import { GROUP_BARS, GROUP_BARS_MAX, GROUP_COLUMNS, GROUPS_MAX } from '@daybook/report'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'
import { ASKING, asOf, filters, FILTERS, params } from './schemas.ts'

const moment = Type.String({ format: 'date-time' })

const groups = Type.Object({
  groups: Type.Array(
    Type.Object({
      value: Type.String({
        description: 'Exact; empty for none; of a stretch of time its start in ms since the epoch',
      }),
      label: Type.Optional(Type.String({ description: 'What to show instead, such as a name' })),
      count: Type.Integer(),
      failed: Type.Integer(),
      actors: Type.Integer({ description: 'Distinct actors' }),
      latest: moment,
      bars: Type.Array(Type.Integer(), {
        description: 'Rows in each equal part of the time from `from` to `to`, oldest first',
      }),
    }),
  ),
  total: Type.Integer({ description: 'How many groups there are, shown or not' }),
  from: moment,
  to: moment,
  tookMs: Type.Number(),
  asOf,
})

export const groupsSchema: Documented = {
  summary: 'One level of groups of a report',
  description: `${FILTERS} Rows of a group: the same question with \`by\` at the end of \`path\` and its value as a further \`value\`.`,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({
    by: Type.Unsafe<string>({
      type: 'string',
      enum: [...GROUP_COLUMNS],
      description: 'Needed. `attribute` only of changes',
    }),
    sort: Type.Optional(
      Type.String({
        pattern: '^-?(value|count|failed|latest)$',
        description: '`-` is falling; `-count` unless given',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: GROUPS_MAX, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
    bars: Type.Optional(Type.Integer({ minimum: 1, maximum: GROUP_BARS_MAX, default: GROUP_BARS })),
    ...filters,
  }),
  response: { 200: jsonAnswer('One level', groups), ...guardedRefusals(...ASKING) },
}
