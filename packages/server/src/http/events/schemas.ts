/** What /v1/events takes and answers, for the documentation; the checks themselves are the event room's. */
import { LIMITS } from '@daybook/event'
import { Type } from 'typebox'

import { BODY_BYTES_MAX } from '../body/read.ts'
import { BY_KEY, BY_KEY_OR_SESSION, type Documented, guardedRefusals, jsonAnswer } from '../documented.ts'

const placed = Type.Object({
  id: Type.String({ format: 'uuid' }),
  index: Type.Integer({ minimum: 0, description: "The place in the tenant's log" }),
  status: Type.Union([Type.Literal('recorded'), Type.Literal('duplicate')]),
})

const results = Type.Object({
  results: Type.Array(placed, { description: 'One per event, in the order of the request' }),
  indexed: Type.Optional(Type.Boolean({ description: 'With `wait=indexed`: reports show all of them' })),
})

const streamed = {
  description: 'For NDJSON: a line for each line that is not blank, and a last line with the `summary`.',
  content: {
    'application/json': { schema: results },
    'application/x-ndjson': { schema: Type.String() },
  },
}

export const postEventsSchema: Documented = {
  summary: 'Record events',
  description: `One event, \`{"events":[…]}\` with up to ${LIMITS.batchMax} events and ${BODY_BYTES_MAX / 1024 / 1024} MiB (all or nothing), or NDJSON of any length (line by line).
A 2xx answer means that the events are on disk. Sending an event again with the same \`id\` is safe: it is answered as \`duplicate\`.
Bodies may be compressed with gzip, zstd, br or deflate. An NDJSON body that had to be left off ends with a summary with \`"complete":false\` and a \`code\`; read the answer while you send, or send with \`quiet=true\`.`,
  tags: ['events'],
  security: BY_KEY,
  querystring: Type.Object({
    wait: Type.Optional(
      Type.Literal('indexed', {
        description: 'Answer when reports show the events; after 10 s, 202 with `indexed: false`',
      }),
    ),
    quiet: Type.Optional(Type.Boolean({ description: 'NDJSON: answer only refused lines and the summary' })),
  }),
  body: {
    content: {
      'application/json': {
        schema: {
          anyOf: [
            { $ref: 'Event#' },
            Type.Object({
              events: Type.Array(Type.Unsafe({ $ref: 'Event#' }), { minItems: 1, maxItems: LIMITS.batchMax }),
            }),
          ],
        },
      },
      'application/x-ndjson': { schema: Type.String({ description: 'An event per line' }) },
    },
  },
  response: {
    200: streamed,
    201: jsonAnswer('At least one event was recorded now', results),
    202: jsonAnswer('Recorded; not in the index yet', results),
    ...guardedRefusals(
      ...([
        'EMPTY_BODY',
        'INVALID_COMPRESSION',
        'INVALID_UTF8',
        'INVALID_JSON',
        'INVALID_BODY',
        'INVALID_PARAMETER',
        'BODY_TIMEOUT',
        'CONFLICT',
      ] as const),
      ...([
        'BODY_TOO_LARGE',
        'BATCH_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'UNSUPPORTED_ENCODING',
        'INVALID_EVENTS',
        'OVERLOADED',
      ] as const),
    ),
  },
}

export const getEventSchema: Documented = {
  summary: 'One entry',
  description: 'Read from the record, so it can be read as soon as it was acknowledged.',
  tags: ['events'],
  security: BY_KEY_OR_SESSION,
  params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  response: {
    200: jsonAnswer('The entry', { $ref: 'Entry#' }),
    ...guardedRefusals('NOT_FOUND', 'INVALID_PARAMETER'),
  },
}
