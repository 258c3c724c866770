/**
 * /health/live and /health/ready.
 * Ready means that events are taken: an index that is away is told as `degraded`, because recording goes on without it.
 */
import type { FastifyInstance } from 'fastify'

import { INDEX_FOLLOWER } from '../../follow/index.ts'
import type { AppDeps } from '../context.ts'
import { liveSchema, readySchema } from './schemas.ts'

const CHECK_MS_MAX = 2000

type Part = 'ok' | 'away'

interface Readiness {
  status: 'ready' | 'degraded' | 'unavailable' | 'stopping'
  record: Part
  index: Part
  followers: Part
}

export function healthRoutes(app: FastifyInstance, deps: AppDeps): void {
  app.get('/health/live', { schema: liveSchema }, async () => ({ status: 'live' }))

  app.get('/health/ready', { schema: readySchema }, async (_request, reply): Promise<Readiness> => {
    const [record, index] = await Promise.all([answers(deps.record.health()), answers(deps.index.health())])
    const followers: Part = deps.followers.running(INDEX_FOLLOWER) ? 'ok' : 'away'
    const status = statusOf(deps.stopping.aborted, record, index, followers)
    void reply
      .status(status === 'ready' || status === 'degraded' ? 200 : 503)
      .header('cache-control', 'no-store')
    return { status, record, index, followers }
  })
}

function statusOf(stopping: boolean, record: Part, index: Part, followers: Part): Readiness['status'] {
  if (stopping) return 'stopping'
  if (record === 'away') return 'unavailable'
  return index === 'ok' && followers === 'ok' ? 'ready' : 'degraded'
}

/** An engine that does not answer in time is away. */
async function answers(check: Promise<void>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Part>(resolve => {
    timer = setTimeout(resolve, CHECK_MS_MAX, 'away')
  })
  try {
    return await Promise.race([check.then((): Part => 'ok'), late])
  } catch {
    return 'away'
  } finally {
    clearTimeout(timer)
  }
}
