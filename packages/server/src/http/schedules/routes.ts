/**
 * /v1/schedules: reports that are sent at times, by e-mail or to a webhook.
 * What a schedule may read is its maker's right to read, looked at again each time.
 */
import type { ExportRequest } from '@daybook/query'
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'

import { ServerError } from '../../errors.ts'
import type { ScheduleInput } from '../../schedules/service.ts'
import { identityOf, requires } from '../auth/authenticate.ts'
import type { AppDeps } from '../context.ts'
import { integerParameter, knownParameters } from '../parameters.ts'
import {
  createScheduleSchema,
  listRunsSchema,
  listSchedulesSchema,
  oneScheduleSchema,
  pauseScheduleSchema,
  removeScheduleSchema,
  resumeScheduleSchema,
  rotateSecretSchema,
  RUNS_PAGE_MAX,
  runScheduleSchema,
  type scheduleBody,
  testScheduleSchema,
  updateScheduleSchema,
} from './schemas.ts'
import { runView, scheduleView } from './view.ts'

const RUNS_PAGE_DEFAULT = 20

type Body = Static<typeof scheduleBody>
interface ById {
  Params: { id: string }
}

export function scheduleRoutes(app: FastifyInstance, { schedules }: AppDeps): void {
  const guard = { onRequest: requires('read') }
  app.post<{ Body: Body }>(
    '/v1/schedules',
    { schema: createScheduleSchema, ...guard },
    async (request, reply) => {
      knownParameters(request, [])
      const identity = identityOf(request)
      const { secret, ...kept } = await schedules.create(identity, inputOf(request.body))
      void reply.status(201).header('location', `/v1/schedules/${kept.schedule.id}`)
      return { ...scheduleView(kept, identity), ...(secret === undefined ? {} : { secret }) }
    },
  )

  app.get('/v1/schedules', { schema: listSchedulesSchema, ...guard }, async request => {
    knownParameters(request, [])
    const identity = identityOf(request)
    const listed = await schedules.list(identity)
    return { schedules: listed.map(kept => scheduleView(kept, identity)) }
  })

  app.get<ById>('/v1/schedules/:id', { schema: oneScheduleSchema, ...guard }, async request => {
    knownParameters(request, [])
    const identity = identityOf(request)
    return scheduleView(await schedules.find(identity, request.params.id), identity)
  })

  app.put<ById & { Body: Body }>(
    '/v1/schedules/:id',
    { schema: updateScheduleSchema, ...guard },
    async request => {
      knownParameters(request, [])
      const identity = identityOf(request)
      const { secret, ...kept } = await schedules.update(identity, request.params.id, inputOf(request.body))
      return { ...scheduleView(kept, identity), ...(secret === undefined ? {} : { secret }) }
    },
  )

  app.delete<ById>(
    '/v1/schedules/:id',
    { schema: removeScheduleSchema, ...guard },
    async (request, reply) => {
      knownParameters(request, [])
      await schedules.remove(identityOf(request), request.params.id)
      void reply.status(204)
    },
  )

  app.post<ById>('/v1/schedules/:id/pause', { schema: pauseScheduleSchema, ...guard }, async request => {
    knownParameters(request, [])
    const identity = identityOf(request)
    return scheduleView(await schedules.pause(identity, request.params.id), identity)
  })

  app.post<ById>('/v1/schedules/:id/resume', { schema: resumeScheduleSchema, ...guard }, async request => {
    knownParameters(request, [])
    const identity = identityOf(request)
    return scheduleView(await schedules.resume(identity, request.params.id), identity)
  })

  app.post<ById>('/v1/schedules/:id/run', { schema: runScheduleSchema, ...guard }, async (request, reply) => {
    knownParameters(request, [])
    const run = await schedules.run(identityOf(request), request.params.id)
    void reply.status(202)
    return runView(run)
  })

  app.get<ById>('/v1/schedules/:id/runs', { schema: listRunsSchema, ...guard }, async request => {
    const parameters = knownParameters(request, ['limit'])
    const limit = integerParameter(parameters, 'limit', { min: 1, max: RUNS_PAGE_MAX }) ?? RUNS_PAGE_DEFAULT
    const runs = await schedules.runs(identityOf(request), request.params.id, limit)
    return { runs: runs.map(runView) }
  })

  app.post<ById>('/v1/schedules/:id/test', { schema: testScheduleSchema, ...guard }, async request => {
    knownParameters(request, [])
    const failure = await schedules.test(identityOf(request), request.params.id)
    return failure === undefined
      ? { delivered: true }
      : { delivered: false, failure: { code: failure.code, detail: failure.message } }
  })

  app.post<ById>('/v1/schedules/:id/secret', { schema: rotateSecretSchema, ...guard }, async request => {
    knownParameters(request, [])
    const { secret, oldUntil } = await schedules.rotateSecret(identityOf(request), request.params.id)
    return { secret, oldUntil: new Date(oldUntil).toISOString() }
  })
}

function inputOf({ view, report, period = 'schedule', delivery, zone, csv, ...rest }: Body): ScheduleInput {
  if ((view === undefined) === (report === undefined))
    throw new ServerError('INVALID_BODY', { detail: 'Either /view or /report says what is sent.' })
  return {
    ...(rest as Pick<ScheduleInput, 'name' | 'format' | 'when'>),
    source: view === undefined ? { report: report as Omit<ExportRequest, 'format' | 'csv'> } : { view },
    ...(csv === undefined ? {} : { csv }),
    ...(zone === undefined ? {} : { zone }),
    period,
    delivery: delivery.by === 'mail' ? { ...delivery, attach: delivery.attach ?? true } : delivery,
  }
}
