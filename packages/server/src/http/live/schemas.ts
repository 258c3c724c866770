/** What /v1/live takes and answers, for the documentation. */
import { Type } from 'typebox'

import { BY_KEY_OR_SESSION, type Documented, guardedRefusals } from '../documented.ts'
import { filters, FILTERS } from '../reports/schemas.ts'

const { from: _from, to: _to, path: _path, value: _value, zone: _zone, ...liveFilters } = filters

export const liveSchema: Documented = {
  summary: 'What is recorded, as it is recorded',
  description: `Server-sent events. A message is an entry: its \`id\` is the entry's index, its data \`{"rows":[…]}\` with the rows that the report shows of it. Reconnect with the last id and nothing is lost or told twice. ${FILTERS}`,
  tags: ['reports'],
  security: BY_KEY_OR_SESSION,
  querystring: Type.Object({
    report: Type.Union([Type.Literal('activity'), Type.Literal('changes')]),
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Begin behind the entry with this index, such as `asOf.index` of an answer; else with what is recorded from now on. `Last-Event-ID` goes before it',
      }),
    ),
    ...liveFilters,
  }),
  headers: Type.Object({
    'last-event-id': Type.Optional(Type.String({ description: 'Browsers send it when they reconnect' })),
  }),
  response: {
    200: {
      description: 'The stream',
      content: { 'text/event-stream': { schema: Type.String() } },
    },
    ...guardedRefusals('INVALID_PARAMETER', 'OVERLOADED'),
  },
}
