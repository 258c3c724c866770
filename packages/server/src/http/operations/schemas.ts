/** What the operations' addresses answer. */
import { Type } from 'typebox'

import { type Documented, jsonAnswer, refusals } from '../documented.ts'

const part = Type.Union([Type.Literal('ok'), Type.Literal('away')])

const readiness = Type.Object({
  status: Type.Union(['ready', 'degraded', 'unavailable', 'stopping'].map(status => Type.Literal(status))),
  record: part,
  index: part,
  followers: part,
})

export const liveSchema: Documented = {
  summary: 'Is the process alive',
  tags: ['operations'],
  response: { 200: jsonAnswer('Alive', Type.Object({ status: Type.Literal('live') })), ...refusals() },
}

export const readySchema: Documented = {
  summary: 'Are events taken',
  description: '`degraded`: events are taken, but the index or its follower is away, so reports are late.',
  tags: ['operations'],
  response: {
    ...refusals(),
    200: jsonAnswer('ready or degraded', readiness),
    503: jsonAnswer('unavailable or stopping', readiness),
  },
}

export const metricsSchema: Documented = {
  summary: 'Metrics for Prometheus',
  tags: ['operations'],
  response: {
    200: { description: 'Text', content: { 'text/plain': { schema: Type.String() } } },
    ...refusals(),
  },
}
