/**
 * /v1/exports: files of reports, made in the background.
 * An export is its maker's; what a schedule has sent can be looked at and fetched by readers of the tenant who see as much.
 * For everybody else, administrators included, it is not there.
 */
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'

import type { ExportAllowance, ExportView } from '../../exports/types.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { integerParameter, knownParameters, oneParameter } from '../parameters.ts'
import { sendFile, sendHead } from './file.ts'
import {
  createExportSchema,
  exportBody,
  exportFileSchema,
  exportManifestSchema,
  EXPORTS_PAGE_MAX,
  listExportsSchema,
  oneExportSchema,
  removeExportSchema,
  retryExportSchema,
} from './schemas.ts'

const PAGE_DEFAULT = 50

type Body = Static<typeof exportBody>
interface ById {
  Params: { id: string }
}
interface Listed {
  exports: ExportView[]
  next?: string
  allowance: ExportAllowance
}

export function exportRoutes(app: FastifyInstance, { exports }: AppDeps): void {
  const guard = { onRequest: requires('read') }
  app.post<{ Body: Body }>(
    '/v1/exports',
    { schema: createExportSchema, ...guard },
    async (request, reply): Promise<ExportView> => {
      knownParameters(request, [])
      const { name, ...asked } = request.body
      const made = await exports.create(identityOf(request), asked, name)
      void reply.status(201).header('location', `/v1/exports/${made.id}`)
      return made
    },
  )

  app.get('/v1/exports', { schema: listExportsSchema, ...guard }, async (request): Promise<Listed> => {
    const parameters = knownParameters(request, ['limit', 'after'])
    const limit = integerParameter(parameters, 'limit', { min: 1, max: EXPORTS_PAGE_MAX }) ?? PAGE_DEFAULT
    const owner = identityOf(request)
    const [listed, allowance] = await Promise.all([
      exports.list(owner, limit, oneParameter(parameters, 'after')),
      exports.allowance(owner),
    ])
    const last = listed.length < limit ? undefined : listed.at(-1)
    return { exports: listed, ...(last === undefined ? {} : { next: last.id }), allowance }
  })

  app.get<ById>('/v1/exports/:id', { schema: oneExportSchema, ...guard }, async request => {
    knownParameters(request, [])
    return exports.find(identityOf(request), request.params.id)
  })

  app.delete<ById>('/v1/exports/:id', { schema: removeExportSchema, ...guard }, async (request, reply) => {
    knownParameters(request, [])
    await exports.remove(identityOf(request), request.params.id)
    void reply.status(204)
  })

  app.post<ById>('/v1/exports/:id/retry', { schema: retryExportSchema, ...guard }, async request => {
    knownParameters(request, [])
    return exports.retry(identityOf(request), request.params.id)
  })

  app.get<ById>('/v1/exports/:id/manifest', { schema: exportManifestSchema, ...guard }, async request => {
    knownParameters(request, [])
    return exports.manifest(identityOf(request), request.params.id)
  })

  app.get<ById>(
    '/v1/exports/:id/file',
    { schema: exportFileSchema, ...guard, compress: false },
    async (request, reply) => {
      knownParameters(request, [])
      const [owner, { id }] = [identityOf(request), request.params]
      if (request.method === 'HEAD') return sendHead(reply, await exports.peek(owner, id))
      return sendFile(request, reply, await exports.download(owner, id))
    },
  )
}
