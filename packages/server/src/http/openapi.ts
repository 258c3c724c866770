/**
 * /openapi.json: OpenAPI 3.1, made from the descriptions of the routes.
 * The shapes of event, entry and problem are named components, so that generated clients have types of those names.
 */
import swagger from '@fastify/swagger'
import { entrySchema, eventSchema } from '@daybook/event'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'

import { ERRORS } from '../errors.ts'
import { SESSION_COOKIE } from './auth/authenticate.ts'
import { type Documented, refusals } from './documented.ts'

const problemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ enum: Object.keys(ERRORS), description: 'Stable; the only member to decide by' }),
    detail: Type.Optional(Type.String()),
    reason: Type.Optional(
      Type.String({ description: 'Which of several details it is, for whoever says it in another language' }),
    ),
    requestId: Type.Optional(Type.String()),
    problems: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(),
          message: Type.String(),
          path: Type.Optional(Type.String({ description: 'Of an event: a JSON pointer' })),
          start: Type.Optional(
            Type.Integer({ description: 'Of a filter text: where the wrong part begins, in UTF-16 units' }),
          ),
          end: Type.Optional(Type.Integer({ description: 'Exclusive' })),
          params: Type.Optional(
            Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
              description:
                'Of a filter text: what the message names, for whoever says it in another language',
            }),
          ),
          suggestion: Type.Optional(
            Type.String({ description: 'What to write in place of the text from `start` to `end`' }),
          ),
        }),
      ),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          position: Type.Integer(),
          problems: Type.Array(
            Type.Object({ code: Type.String(), path: Type.String(), message: Type.String() }),
          ),
        }),
      ),
    ),
    errorsTotal: Type.Optional(Type.Integer()),
    conflicts: Type.Optional(
      Type.Array(
        Type.Object({ position: Type.Integer(), id: Type.String(), index: Type.Optional(Type.Integer()) }),
      ),
    ),
    parameter: Type.Optional(Type.String()),
    suggestion: Type.Optional(Type.String()),
  },
  { description: 'RFC 9457' },
)

const documentSchema: Documented = {
  summary: 'This document',
  tags: ['operations'],
  response: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': { schema: Type.Unsafe({ type: 'object' }) } },
    },
    ...refusals(),
  },
}

/** Must be registered before the routes. */
export async function openapi(app: FastifyInstance): Promise<void> {
  app.addSchema({ $id: 'Problem', ...problemSchema })
  app.addSchema({ ...eventSchema, $id: 'Event' })
  app.addSchema({ ...entrySchema, $id: 'Entry' })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Daybook',
        version: '1',
        description: 'The audit trail of a product made of many applications.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        'events',
        'reports',
        'entities',
        'catalog',
        'views',
        'exports',
        'schedules',
        'tenants',
        'keys',
        'session',
        'operations',
      ].map(name => ({
        name,
      })),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key: `dbk_…`' },
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'The web application' },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) =>
        typeof json.$id === 'string' ? json.$id : `schema-${i}`,
    },
  })
}

export function openapiRoute(app: FastifyInstance): void {
  let text: string | undefined
  app.get('/openapi.json', { schema: documentSchema }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return reply.header('content-type', 'application/json; charset=utf-8').send(text)
  })
}
