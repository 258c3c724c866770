/** What /v1/exports takes and answers. The body's schema is also its check. */
import { CSV_SEPARATORS, EXPORT_FORMATS } from '@daybook/query'
import { EXPORT_STATES } from '@daybook/record'
import { Type } from 'typebox'

import { EXPORT_ERRORS } from '../../exports/types.ts'
import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
  NO_BODY_REFUSALS,
} from '../documented.ts'

export const EXPORTS_PAGE_MAX = 200
const NAME_LENGTH_MAX = 200
const QUERY_LENGTH_MAX = 8000
/** No control characters: PostgreSQL keeps no NUL, and a file name has no line ends. */
const PLAIN = '^[^\\u0000-\\u001f]*$'

const text = (maxLength: number) => Type.String({ maxLength, pattern: PLAIN })

export const requestMembers = {
  report: Type.String({ minLength: 1, maxLength: 64, description: 'Id of a report or layout' }),
  format: Type.Unsafe<(typeof EXPORT_FORMATS)[number]>({ type: 'string', enum: [...EXPORT_FORMATS] }),
  from: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339 or a date, inclusive' })),
  to: Type.Optional(Type.String({ maxLength: 40, description: 'Exclusive' })),
  q: Type.Optional(
    Type.String({ maxLength: QUERY_LENGTH_MAX, pattern: PLAIN, description: 'Filter language' }),
  ),
  filter: Type.Optional(
    Type.Record(Type.String({ maxLength: 32 }), Type.Array(text(1024), { maxItems: 100 }), {
      description: 'Plain filters by parameter name: `application`, `-category`, `search` …',
    }),
  ),
  path: Type.Optional(
    Type.Array(Type.Object({ column: text(32), value: text(1024) }, { additionalProperties: false }), {
      maxItems: 8,
      description: 'Groups that were opened, outermost first',
    }),
  ),
  columns: Type.Optional(
    Type.Array(text(64), {
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description: 'Ids of columns, of a layout its labels; all when absent. NDJSON always has everything',
    }),
  ),
  sort: Type.Optional(text(200)),
  order: Type.Optional(Type.Unsafe<'newest' | 'oldest'>({ type: 'string', enum: ['newest', 'oldest'] })),
  zone: Type.Optional(
    Type.String({ maxLength: 64, pattern: PLAIN, description: 'IANA name; UTC when absent' }),
  ),
  csv: Type.Optional(
    Type.Object(
      {
        separator: Type.Optional(
          Type.Unsafe<(typeof CSV_SEPARATORS)[number]>({ type: 'string', enum: [...CSV_SEPARATORS] }),
        ),
        bom: Type.Optional(Type.Boolean({ description: 'Byte order mark, for Excel; true when absent' })),
        guardFormulas: Type.Optional(
          Type.Boolean({
            description: 'An apostrophe before texts that a spreadsheet would run; true when absent',
          }),
        ),
      },
      { additionalProperties: false },
    ),
  ),
}

export const exportBody = Type.Object(
  {
    ...requestMembers,
    name: Type.Optional(Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, pattern: PLAIN })),
  },
  { additionalProperties: false },
)

const moment = Type.String({ format: 'date-time' })
const position = Type.Object(
  {
    index: Type.Union([Type.Integer(), Type.Null()]),
    recordedAt: Type.Union([moment, Type.Null()]),
  },
  { description: 'The last entry that the export sees; nulls when there was none' },
)

const oneExport = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  state: Type.Unsafe<string>({ type: 'string', enum: [...EXPORT_STATES] }),
  report: Type.String(),
  format: Type.String(),
  request: Type.Object(requestMembers),
  progress: Type.Object({
    rows: Type.Integer(),
    total: Type.Optional(Type.Integer({ description: 'Once it is known' })),
    share: Type.Number({ description: '0 to 1' }),
  }),
  bytes: Type.Integer({ description: 'Of the file, and of what is on disk while it is made' }),
  sha256: Type.Optional(Type.String({ description: '64 hex digits' })),
  position,
  createdAt: moment,
  finishedAt: Type.Optional(moment),
  expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'When its file goes' })),
  failure: Type.Optional(
    Type.Object({
      code: Type.String({ enum: Object.keys(EXPORT_ERRORS) }),
      detail: Type.String(),
      again: Type.Boolean({ description: 'Trying again may help' }),
    }),
  ),
  mine: Type.Optional(
    Type.Boolean({
      description: 'Of one asked for by its id: whether you made it. Another’s was sent by a schedule.',
    }),
  ),
  file: Type.Optional(Type.String({ description: 'Of a ready one: where its file is' })),
  manifest: Type.Optional(Type.String()),
})

const manifest = Type.Object(
  {
    version: Type.Integer(),
    export: Type.String({ format: 'uuid' }),
    name: Type.String(),
    tenant: Type.String(),
    file: Type.Object({
      name: Type.String(),
      format: Type.String(),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      sha256: Type.String(),
    }),
    rows: Type.Integer(),
    report: Type.Object({
      id: Type.String(),
      title: Type.String(),
      base: Type.String(),
      layout: Type.Boolean(),
      grain: Type.String(),
    }),
    columns: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), kind: Type.String() })),
    query: Type.Object({ request: Type.Object(requestMembers), words: Type.String() }),
    order: Type.String(),
    zone: Type.String(),
    csv: Type.Optional(
      Type.Object({
        separator: Type.String(),
        bom: Type.Boolean(),
        guardFormulas: Type.Boolean(),
        guarded: Type.String(),
      }),
    ),
    cutCells: Type.Optional(Type.Integer({ description: 'Cells that Excel could not take whole' })),
    sheets: Type.Optional(Type.Integer()),
    by: Type.Object({ subject: Type.String() }),
    createdAt: moment,
    finishedAt: moment,
    expiresAt: moment,
    position,
    completeness: Type.Object({ complete: Type.Boolean(), statement: Type.String() }),
    masked: Type.Boolean({ description: 'Values of sensitive attributes were hidden from whoever asked' }),
    hidden: Type.Optional(Type.String({ description: 'SHA-256 of the list of hidden attributes' })),
  },
  { description: 'What the file is; further members may come' },
)

const params = Type.Object({ id: Type.String() })
const common = { tags: ['exports'], security: BY_KEY_OR_SESSION }

export const createExportSchema: Documented = {
  ...common,
  summary: 'Export a report',
  description:
    'A job in the background: it holds exactly the entries recorded before it was asked for, and goes on without the page. The request becomes an entry of the tenant.',
  body: exportBody,
  response: {
    201: jsonAnswer('The export, waiting', oneExport),
    ...guardedRefusals('LIMIT_REACHED', ...BODY_REFUSALS, 'INVALID_PARAMETER'),
  },
}

export const listExportsSchema: Documented = {
  ...common,
  summary: 'Exports of this key or session',
  querystring: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: EXPORTS_PAGE_MAX, default: 50 })),
    after: Type.Optional(Type.String({ description: 'Id of the last export of the page before' })),
  }),
  response: {
    200: jsonAnswer(
      'Newest first',
      Type.Object({
        exports: Type.Array(oneExport),
        next: Type.Optional(Type.String({ description: '`after` of the next page' })),
        allowance: Type.Object({
          openMax: Type.Integer({ description: 'Exports of the tenant that may wait or run' }),
          bytesMax: Type.Integer({ description: 'Bytes that files of the tenant may take' }),
          bytesUsed: Type.Integer(),
          days: Type.Number({ description: 'For which a ready file is kept' }),
        }),
      }),
    ),
    ...guardedRefusals('INVALID_PARAMETER'),
  },
}

export const oneExportSchema: Documented = {
  ...common,
  summary: 'One export',
  params,
  response: { 200: jsonAnswer('How far it is', oneExport), ...guardedRefusals('NOT_FOUND') },
}

export const removeExportSchema: Documented = {
  ...common,
  summary: 'Cancel or remove an export',
  description: 'One that waits or runs is cancelled and stays in the list; any other goes with its file.',
  params,
  response: {
    204: { description: 'Cancelled or removed', type: 'null' },
    ...guardedRefusals('NOT_FOUND', 'CROSS_SITE'),
  },
}

export const retryExportSchema: Documented = {
  ...common,
  summary: 'Run an export again',
  description: 'One that failed, was cancelled or has expired, up to the same entry as before.',
  params,
  response: {
    200: jsonAnswer('The export, waiting', oneExport),
    ...guardedRefusals('NOT_FOUND', 'LIMIT_REACHED', 'EXPORT_NOT_READY', ...NO_BODY_REFUSALS),
  },
}

export const exportFileSchema: Documented = {
  ...common,
  summary: 'The file of an export',
  description:
    'Takes `Range` and `If-Range`; the `ETag` is the SHA-256 of the file. The download becomes an entry of the tenant before the first byte is sent.',
  params,
  response: {
    200: {
      description: 'The whole file',
      content: { 'application/octet-stream': { schema: Type.Unsafe({ type: 'string', format: 'binary' }) } },
    },
    206: {
      description: 'The part asked for',
      content: { 'application/octet-stream': { schema: Type.Unsafe({ type: 'string', format: 'binary' }) } },
    },
    ...guardedRefusals('NOT_FOUND', 'EXPORT_NOT_READY', 'EXPORT_GONE', 'RANGE_NOT_SATISFIABLE'),
  },
}

export const exportManifestSchema: Documented = {
  ...common,
  summary: 'The manifest of an export',
  description:
    'What the file holds: rows, SHA-256, question, columns, who, when, up to which entry, whether anything was left out.',
  params,
  response: {
    200: jsonAnswer('The manifest', manifest),
    ...guardedRefusals('NOT_FOUND', 'EXPORT_NOT_READY', 'EXPORT_GONE'),
  },
}
