/** What /v1/reports takes and answers, for the documentation; the filters themselves are the query room's. */
import { FIELDS, QUERY_LIMITS } from '@daybook/query'
import { ROWS_MAX, SORT_COLUMNS_MAX, SORTED_SKIP_MAX } from '@daybook/report'
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'

const column = Type.Object({
  id: Type.String(),
  label: Type.String(),
  kind: Type.String(),
  path: Type.String({ description: 'Where the value stands in a row, dotted' }),
  visible: Type.Boolean(),
  filter: Type.Optional(Type.String()),
})

const definition = Type.Object({
  id: Type.String(),
  title: Type.String(),
  grain: Type.Union([Type.Literal('event'), Type.Literal('change')]),
  columns: Type.Array(column),
  filters: Type.Array(Type.String()),
  defaultSort: Type.Union([Type.Literal('newest'), Type.Literal('oldest')]),
  layout: Type.Optional(Type.Boolean({ description: "A vendor's columns over the rows of `base`" })),
  base: Type.Optional(Type.Union([Type.Literal('activity'), Type.Literal('changes')])),
  vendor: Type.Optional(Type.String()),
  document: Type.Optional(Type.String({ description: "The vendor's page that the layout follows" })),
  filterLabels: Type.Optional(
    Type.Array(Type.Object({ label: Type.String(), field: Type.String() }), {
      description: "Filters in the vendor's words",
    }),
  ),
  presets: Type.Optional(
    Type.Array(Type.Object({ label: Type.String(), span: Type.String() }), {
      description: 'Periods that the vendor offers: `today`, or an ISO 8601 duration that ends now',
    }),
  ),
})

export const asOf = Type.Object(
  {
    index: Type.Union([Type.Integer(), Type.Null()]),
    recordedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    derived: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Up to this entry, changes of events that bring only a state are worked out',
    }),
    waitingSince: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the first entry was recorded that reports do not show yet; null when they show all',
    }),
  },
  { description: 'The last entry that reports show; null when the index is empty' },
)

const rows = Type.Object({
  rows: Type.Array(
    Type.Object(
      { index: Type.Integer(), id: Type.String(), occurredAt: Type.String() },
      { additionalProperties: true },
    ),
    {
      description: 'Events with `index` and `recordedAt`, or changes with `attribute`, `old` and `new`',
    },
  ),
  columns: Type.Optional(Type.Array(Type.String(), { description: "Of a layout: the vendor's columns" })),
  cells: Type.Optional(
    Type.Array(Type.Array(Type.String()), {
      description:
        'Of a layout: `cells[i]` is `rows[i]` as the vendor shows it, a text for each of `columns`',
    }),
  ),
  nextCursor: Type.Optional(Type.String()),
  prevCursor: Type.Optional(Type.String()),
  tookMs: Type.Number(),
  asOf,
})

const facet = Type.Array(
  Type.Object({ value: Type.String(), count: Type.Integer(), label: Type.Optional(Type.String()) }),
)

const moment = Type.String({ format: 'date-time' })

const summary = Type.Object({
  total: Type.Integer(),
  failed: Type.Integer(),
  actors: Type.Integer({ description: 'Distinct actors' }),
  histogram: Type.Object({
    step: Type.Number({ description: 'Milliseconds of one bucket; the mean where buckets are months' }),
    unit: Type.Union([Type.Literal('ms'), Type.Literal('month')]),
    size: Type.Integer({ description: 'A bucket is this many units' }),
    zone: Type.Optional(
      Type.String({ description: 'Whose wall clock the buckets follow; absent means UTC' }),
    ),
    buckets: Type.Array(Type.Object({ at: moment, count: Type.Integer(), failed: Type.Integer() })),
  }),
  facets: Type.Record(Type.String(), facet),
  tookMs: Type.Number(),
  asOf,
})

const values = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))
const included = Object.fromEntries(FIELDS.map(field => [field, values]))
const excluded = Object.fromEntries(FIELDS.map(field => [`-${field}`, values]))

export const filters = {
  from: Type.Optional(Type.String({ description: 'Time of the first event, inclusive: RFC 3339 or a date' })),
  to: Type.Optional(Type.String({ description: 'Exclusive' })),
  search: Type.Optional(Type.String({ description: 'Words that must all occur' })),
  q: Type.Optional(
    Type.String({
      description: 'A question of the filter language, such as `app:UserHub -category:read role`',
      maxLength: QUERY_LIMITS.lengthMax,
    }),
  ),
  path: Type.Optional(
    Type.String({ description: 'Columns of chosen groups, level by level: `application,actor`' }),
  ),
  value: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String())], {
      description: 'The value of each column of `path`, as `groups` gave it',
    }),
  ),
  zone: Type.Optional(
    Type.String({ description: 'Time zone of bars and of groups of time: `Europe/Lisbon`; else UTC' }),
  ),
  ...included,
  ...excluded,
}

export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: ROWS_MAX, default: 100 })),
  cursor: Type.Optional(
    Type.String({ description: '`nextCursor` or `prevCursor` of an answer to the same question' }),
  ),
  order: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('oldest')])),
}

const sorting = {
  sort: Type.Optional(
    Type.String({
      description: `Up to ${SORT_COLUMNS_MAX} columns, falling with \`-\`: \`application,-occurredAt\``,
    }),
  ),
  at: Type.Optional(
    Type.String({
      description: 'The page starts at this time; rows before it are behind `prevCursor`. Not with `sort`',
    }),
  ),
  skip: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: `Rows left out before the page, from its start or from \`at\` on: the page of a row by its number. Any number in the order of time, up to ${SORTED_SKIP_MAX} in others`,
    }),
  ),
}

export const params = Type.Object({
  report: Type.String({ description: 'activity, changes, or the id of a layout such as cxone-activity' }),
})
export const FILTERS =
  'A filter may be repeated, which means or; different filters mean and; a leading `-` excludes: `-category=read`.'
export const ASKING = [
  'NOT_FOUND',
  'INVALID_PARAMETER',
  'QUESTION_TOO_EXPENSIVE',
  'INDEX_UNAVAILABLE',
] as const

export const listReportsSchema: Documented = {
  summary: 'All reports',
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  response: {
    200: jsonAnswer('Definitions', Type.Object({ reports: Type.Array(definition) })),
    ...guardedRefusals(),
  },
}

export const oneReportSchema: Documented = {
  summary: 'One report',
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  response: { 200: jsonAnswer('Its definition', definition), ...guardedRefusals('NOT_FOUND') },
}

export const rowsSchema: Documented = {
  summary: 'Rows of a report',
  description: FILTERS,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({ ...filters, ...paging, ...sorting }),
  response: { 200: jsonAnswer('One page', rows), ...guardedRefusals(...ASKING) },
}

export const summarySchema: Documented = {
  summary: 'Numbers, histogram and facets of a report',
  description: FILTERS,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  params,
  querystring: Type.Object({
    ...filters,
    facets: Type.Optional(
      Type.Boolean({ description: '`false`: totals and histogram only, facets empty and `actors` 0' }),
    ),
  }),
  response: { 200: jsonAnswer('The summary', summary), ...guardedRefusals(...ASKING) },
}
