/** What /v1/schedules takes and answers. The body's schema is also its check. */
import { EXPORT_FORMATS } from '@daybook/query'
import { Type } from 'typebox'

import { SCHEDULE_FAILURES } from '../../schedules/failures.ts'
import { RECIPIENTS_MAX } from '../../schedules/service.ts'
import {
  BY_KEY_OR_SESSION,
  type Documented,
  guardedRefusals,
  jsonAnswer,
  BODY_REFUSALS,
  NO_BODY_REFUSALS,
} from '../documented.ts'
import { requestMembers } from '../exports/schemas.ts'

export const RUNS_PAGE_MAX = 100
const NAME_LENGTH_MAX = 200
/** No control characters: they would end up in subjects and file names. */
const PLAIN = '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029]*$'

const { format: _format, csv, ...state } = requestMembers
const closed = { additionalProperties: false } as const
const at = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Local time, `HH:MM`' })
const moment = Type.String({ format: 'date-time' })

const when = Type.Union(
  [
    Type.Object({ every: Type.Literal('day'), at }, closed),
    Type.Object(
      {
        every: Type.Literal('week'),
        days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
          minItems: 1,
          maxItems: 7,
          uniqueItems: true,
          description: '1 is Monday, 7 is Sunday',
        }),
        at,
      },
      closed,
    ),
    Type.Object(
      {
        every: Type.Literal('month'),
        day: Type.Union([Type.Integer({ minimum: 1, maximum: 31 }), Type.Literal('last')], {
          description: 'A day that a month does not have means its last',
        }),
        at,
      },
      closed,
    ),
  ],
  { description: 'A time that the clock jumps over is due at the jump, one that comes twice is due once' },
)

const delivery = Type.Union([
  Type.Object(
    {
      by: Type.Literal('mail'),
      to: Type.Array(Type.String({ maxLength: 254 }), {
        minItems: 1,
        maxItems: RECIPIENTS_MAX,
        uniqueItems: true,
        description: 'Plain addresses',
      }),
      attach: Type.Optional(
        Type.Boolean({ description: 'The file itself up to 5 MiB, else a link; true when absent' }),
      ),
    },
    closed,
  ),
  Type.Object(
    { by: Type.Literal('webhook'), url: Type.String({ maxLength: 2000, description: '`https://…`' }) },
    closed,
  ),
])

const settings = {
  name: Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, pattern: PLAIN }),
  view: Type.Optional(Type.String({ format: 'uuid', description: 'Id of a saved view: this, or `report`' })),
  report: Type.Optional(
    Type.Object(state, { ...closed, description: 'State of a report, as for an export' }),
  ),
  format: Type.Unsafe<(typeof EXPORT_FORMATS)[number]>({ type: 'string', enum: [...EXPORT_FORMATS] }),
  csv,
  when,
  zone: Type.Optional(
    Type.String({ maxLength: 64, description: 'IANA name whose clock it follows; the tenant’s when absent' }),
  ),
  period: Type.Optional(
    Type.Unsafe<'schedule' | 'source'>({
      type: 'string',
      enum: ['schedule', 'source'],
      description:
        '`schedule` (when absent): the last full days, the days since the last delivery of the week, or the last month. `source`: the range of the view or report itself',
    }),
  ),
  delivery,
}

export const scheduleBody = Type.Object(settings, closed)

const run = Type.Object({
  id: Type.String({ format: 'uuid' }),
  cause: Type.Unsafe<string>({ type: 'string', enum: ['due', 'asked'] }),
  state: Type.Unsafe<string>({
    type: 'string',
    enum: ['waiting', 'exporting', 'sending', 'delivered', 'failed', 'dropped'],
  }),
  dueAt: moment,
  period: Type.Optional(Type.Object({ from: moment, to: moment })),
  missed: Type.Integer({ description: 'Earlier times that were missed and that this run covers too' }),
  attempts: Type.Integer(),
  nextAttemptAt: Type.Optional(moment),
  failure: Type.Optional(
    Type.Object({ code: Type.String({ enum: Object.keys(SCHEDULE_FAILURES) }), detail: Type.String() }),
  ),
  export: Type.String({ format: 'uuid', description: 'Of its file' }),
  rows: Type.Optional(Type.Integer()),
  bytes: Type.Optional(Type.Integer()),
  sha256: Type.Optional(Type.String()),
  sentTo: Type.Array(Type.String()),
  refused: Type.Array(Type.Object({ address: Type.String(), answer: Type.String() })),
  createdAt: moment,
  finishedAt: Type.Optional(moment),
})

const schedule = Type.Object({
  id: Type.String({ format: 'uuid' }),
  ...settings,
  zone: Type.String({ description: 'Whose clock it follows' }),
  zoneOf: Type.Unsafe<string>({ type: 'string', enum: ['schedule', 'tenant'] }),
  period: Type.Unsafe<string>({ type: 'string', enum: ['schedule', 'source'] }),
  state: Type.Unsafe<string>({ type: 'string', enum: ['active', 'paused', 'stopped'] }),
  reason: Type.Optional(
    Type.Object({
      code: Type.String({ enum: Object.keys(SCHEDULE_FAILURES) }),
      detail: Type.String({ description: 'Why Daybook stopped it' }),
    }),
  ),
  nextAt: Type.Optional(moment),
  upcoming: Type.Array(moment, { description: 'The next times, while it is active' }),
  failures: Type.Integer({ description: 'Runs that failed in a row' }),
  lastRun: Type.Optional(run),
  owner: Type.String(),
  mine: Type.Boolean({ description: 'Made by this key or session' }),
  createdAt: moment,
  updatedAt: moment,
})

const withSecret = Type.Object({
  ...schedule.properties,
  secret: Type.Optional(
    Type.String({ description: 'Of a webhook: what its messages are signed with. In this answer only' }),
  ),
})

const params = Type.Object({ id: Type.String() })
const common = { tags: ['schedules'], security: BY_KEY_OR_SESSION }

export const createScheduleSchema: Documented = {
  ...common,
  summary: 'Send a report at times',
  description:
    'It runs with the rights of who makes it; those are looked at again at each run. Its making becomes an entry of the tenant.',
  body: scheduleBody,
  response: {
    201: jsonAnswer('The schedule, active', withSecret),
    ...guardedRefusals('LIMIT_REACHED', 'DELIVERY_UNAVAILABLE', 'INVALID_PARAMETER', ...BODY_REFUSALS),
  },
}

export const listSchedulesSchema: Documented = {
  ...common,
  summary: 'Schedules of this key or session; with scope admin all of the tenant',
  response: {
    200: jsonAnswer('By name', Type.Object({ schedules: Type.Array(schedule) })),
    ...guardedRefusals(),
  },
}

export const oneScheduleSchema: Documented = {
  ...common,
  summary: 'One schedule',
  params,
  response: { 200: jsonAnswer('The schedule', schedule), ...guardedRefusals('NOT_FOUND') },
}

export const updateScheduleSchema: Documented = {
  ...common,
  summary: 'Change a schedule',
  description: 'By its maker. Another webhook address gets another secret, which is in this answer only.',
  params,
  body: scheduleBody,
  response: {
    200: jsonAnswer('The schedule', withSecret),
    ...guardedRefusals('NOT_FOUND', 'DELIVERY_UNAVAILABLE', 'INVALID_PARAMETER', ...BODY_REFUSALS),
  },
}

export const removeScheduleSchema: Documented = {
  ...common,
  summary: 'Remove a schedule',
  description: 'By its maker, or with scope admin.',
  params,
  response: { 204: { description: 'Removed', type: 'null' }, ...guardedRefusals('NOT_FOUND', 'CROSS_SITE') },
}

export const pauseScheduleSchema: Documented = {
  ...common,
  summary: 'Pause a schedule',
  description: 'By its maker, or with scope admin.',
  params,
  response: {
    200: jsonAnswer('The schedule', schedule),
    ...guardedRefusals('NOT_FOUND', ...NO_BODY_REFUSALS),
  },
}

export const resumeScheduleSchema: Documented = {
  ...common,
  summary: 'Go on with a schedule that was paused or stopped',
  description: 'By its maker. What was due meanwhile is not sent.',
  params,
  response: {
    200: jsonAnswer('The schedule', schedule),
    ...guardedRefusals('NOT_FOUND', ...NO_BODY_REFUSALS),
  },
}

export const runScheduleSchema: Documented = {
  ...common,
  summary: 'Run a schedule now',
  description: 'By its maker. Of the last full period; the schedule itself is not moved.',
  params,
  response: {
    202: jsonAnswer('The run, waiting', run),
    ...guardedRefusals('NOT_FOUND', 'LIMIT_REACHED', ...NO_BODY_REFUSALS),
  },
}

export const listRunsSchema: Documented = {
  ...common,
  summary: 'Runs of a schedule',
  params,
  querystring: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: RUNS_PAGE_MAX, default: 20 })),
  }),
  response: {
    200: jsonAnswer('Newest first', Type.Object({ runs: Type.Array(run) })),
    ...guardedRefusals('NOT_FOUND', 'INVALID_PARAMETER'),
  },
}

export const testScheduleSchema: Documented = {
  ...common,
  summary: 'Send a test message',
  description:
    'By its maker, to where the schedule delivers. It carries no report. Answers when the other side did.',
  params,
  response: {
    200: jsonAnswer(
      'What became of it',
      Type.Object({
        delivered: Type.Boolean(),
        failure: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String() })),
      }),
    ),
    ...guardedRefusals('NOT_FOUND', 'TOO_MANY_TESTS', ...NO_BODY_REFUSALS),
  },
}

export const rotateSecretSchema: Documented = {
  ...common,
  summary: 'Another secret for a webhook',
  description: 'By its maker. For 24 hours messages are signed with the old one too.',
  params,
  response: {
    200: jsonAnswer(
      'The secret, in this answer only',
      Type.Object({ secret: Type.String(), oldUntil: moment }),
    ),
    ...guardedRefusals('NOT_FOUND', 'INVALID_BODY', ...NO_BODY_REFUSALS),
  },
}
