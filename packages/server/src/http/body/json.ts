/**
 * Small JSON bodies of the console: strict parsing, and a check against the route's own schema.
 * A body is taken as it is or refused: nothing is removed, coerced or filled in.
 */
import { decodeUtf8, parseJson } from '@daybook/event'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

import { ServerError } from '../../errors.ts'

const SMALL_BODY_BYTES_MAX = 64 * 1024

/** JSON is the only content type of this scope. */
export function strictJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: SMALL_BODY_BYTES_MAX },
    (_request, body, done) => {
      const bytes = body as Buffer
      if (bytes.length === 0) return done(new ServerError('EMPTY_BODY'))
      const text = decodeUtf8(bytes)
      if (text === undefined) return done(new ServerError('INVALID_UTF8'))
      const parsed = parseJson(text)
      if (parsed.ok) return done(null, parsed.value)
      return done(
        new ServerError('INVALID_JSON', {
          detail: parsed.problem.message,
          members: { problems: [parsed.problem] },
        }),
      )
    },
  )
}

/** Fastify's check of a body. Parameters are checked by the routes themselves, which can give better help. */
export const bodyCheck: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  if (httpPart !== 'body') return () => true
  const check = Compile(schema as TSchema)
  return (body: unknown) => {
    if (check.Check(body)) return true
    const wrong = check.Errors(body).find(error => error.message !== 'schema is false')
    return {
      error: new ServerError('INVALID_BODY', {
        detail: `${wrong?.instancePath || 'The body'} ${wrong?.message ?? 'does not fit'}.`,
      }),
    }
  }
}
