/**
 * /metrics in the text format of Prometheus.
 * Numbers only: no name of a tenant, a person or a key is ever a label.
 */
import type { FastifyInstance } from 'fastify'

import type { AppDeps } from '../context.ts'
import { metricsSchema } from './schemas.ts'

export function metricsRoute(app: FastifyInstance, deps: AppDeps): void {
  app.get('/metrics', { schema: metricsSchema }, async (_request, reply): Promise<string> => {
    void reply.header('content-type', deps.metrics.registry.contentType).header('cache-control', 'no-store')
    return deps.metrics.registry.metrics()
  })
}
