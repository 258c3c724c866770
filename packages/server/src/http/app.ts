/**
 * The HTTP application: three scopes, each with guards of its own, over engines that are handed in.
 * Whatever happens, a request is answered, and every refusal is a problem document.
 */
import cookie from '@fastify/cookie'
import compress from '@fastify/compress'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'

import { ServerError } from '../errors.ts'
import { bearerGuard, bearerOrSessionGuard } from './auth/authenticate.ts'
import { bodyCheck, strictJsonBodies } from './body/json.ts'
import { onBrokenHttp } from './broken-http.ts'
import { catalogRoutes } from './catalog/routes.ts'
import type { AppDeps } from './context.ts'
import { docsRoutes } from './docs.ts'
import { entityRoutes } from './entities/routes.ts'
import { getEvent } from './events/get.ts'
import { postEvents } from './events/post.ts'
import { relatedRoute } from './events/related.ts'
import { exportRoutes } from './exports/routes.ts'
import { DOCS_CSP, securityHeaders } from './headers.ts'
import { keyRoutes } from './keys/routes.ts'
import { liveRoute } from './live/routes.ts'
import { openapi, openapiRoute } from './openapi.ts'
import { healthRoutes } from './operations/health.ts'
import { metricsRoute } from './operations/metrics.ts'
import { sendProblem } from './problem.ts'
import { queryRoutes } from './query/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { RouteTable } from './route-table.ts'
import { revealRoutes } from './reveal/routes.ts'
import { scheduleRoutes } from './schedules/routes.ts'
import { sessionRoutes, signInRoute } from './session/routes.ts'
import { tenantRoutes } from './tenants/routes.ts'
import { viewRoutes } from './views/routes.ts'
import { sendPage, wantsPage, webFiles } from './web.ts'

const CONNECTIONS_MAX = 10_000
const PATH_PARAMETER_LENGTH_MAX = 256
/** How long a sender that was refused may go on sending before its connection is cut. */
const LINGER_MS = 5000
const LINGER_STOPPING_MS = 1000
const KEEP_ALIVE_MS = 72_000
const COMPRESS_FROM_BYTES = 1024

/** Ready to `listen` or `inject`; constructs no engine and starts nothing. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const log: FastifyBaseLogger = deps.log
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: deps.requestName,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    keepAliveTimeout: KEEP_ALIVE_MS,
    exposeHeadRoutes: true,
    clientErrorHandler: onBrokenHttp,
    frameworkErrors: sendProblem,
    routerOptions: { maxParamLength: PATH_PARAMETER_LENGTH_MAX },
  })
  app.server.maxConnections = CONNECTIONS_MAX
  app.decorateRequest('identity', undefined)
  app.setErrorHandler(sendProblem)
  app.setValidatorCompiler(bodyCheck)
  // Answers are what routes say, not what descriptions say.
  app.setSerializerCompiler(() => data => JSON.stringify(data))

  const table = new RouteTable(app)
  stopOrderly(app, deps)
  measure(app, deps)
  cutTheEndless(app, deps)
  await openapi(app)

  await app.register(async scope => ingestScope(scope, deps))
  await app.register(async scope => consoleScope(scope, deps))
  await app.register(async scope => publicScope(scope, deps, table))
  await app.register(async scope => docsScope(scope))
  return app
}

/** For machines that enter events: bearer keys, raw bodies, as few hooks as possible. */
async function ingestScope(app: FastifyInstance, deps: AppDeps): Promise<void> {
  app.addHook('onRequest', bearerGuard(deps))
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  postEvents(app, deps)
}

/** For people and for machines that read or administer. */
async function consoleScope(app: FastifyInstance, deps: AppDeps): Promise<void> {
  await app.register(cookie)
  await securityHeaders(app)
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, globalDecompression: false })
  strictJsonBodies(app)
  app.addHook('onRequest', bearerOrSessionGuard(deps))
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store')
  })
  getEvent(app, deps)
  relatedRoute(app, deps)
  revealRoutes(app, deps)
  reportRoutes(app, deps)
  entityRoutes(app, deps)
  liveRoute(app, deps)
  queryRoutes(app, deps)
  catalogRoutes(app, deps)
  viewRoutes(app, deps)
  exportRoutes(app, deps)
  scheduleRoutes(app, deps)
  tenantRoutes(app, deps)
  keyRoutes(app, deps)
  sessionRoutes(app, deps)
}

/** For everybody: operations, signing in, the web application's files, and every address that does not exist. */
async function publicScope(app: FastifyInstance, deps: AppDeps, table: RouteTable): Promise<void> {
  await app.register(cookie)
  await securityHeaders(app)
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, globalDecompression: false })
  strictJsonBodies(app)
  healthRoutes(app, deps)
  metricsRoute(app, deps)
  signInRoute(app, deps)
  openapiRoute(app)
  await webFiles(app, deps.webDirectory)
  app.setNotFoundHandler((request, reply) => {
    const allowed = table.methodsOf(request.url)
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      void reply.header('allow', allowed.join(', '))
      return sendProblem(new ServerError('METHOD_NOT_ALLOWED', { members: { allowed } }), request, reply)
    }
    if (wantsPage(request)) return sendPage(request, reply, deps.webDirectory)
    return sendProblem(new ServerError('NOT_FOUND'), request, reply)
  })
}

async function docsScope(app: FastifyInstance): Promise<void> {
  await securityHeaders(app, DOCS_CSP)
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, globalDecompression: false })
  docsRoutes(app)
}

/** While the server stops, what was begun is finished; what comes new is told so and its connection ends. */
function stopOrderly(app: FastifyInstance, deps: AppDeps): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const refused = deps.stopping.aborted && !request.url.startsWith('/health/') && request.url !== '/metrics'
    done(refused ? new ServerError('STOPPING') : undefined)
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (deps.stopping.aborted) void reply.header('connection', 'close')
    done(null, payload)
  })
}

function measure(app: FastifyInstance, deps: AppDeps): void {
  app.addHook('onResponse', (request, reply, done) => {
    deps.metrics.request(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    )
    done()
  })
}

/** After an early answer the rest of a body is read and thrown away, so that its sender gets to see the answer; but not for ever. */
function cutTheEndless(app: FastifyInstance, deps: AppDeps): void {
  app.addHook('onResponse', (request, _reply, done) => {
    const { raw } = request
    if (!raw.complete && !raw.destroyed) {
      raw.removeAllListeners('data').resume()
      setTimeout(
        () => {
          if (!raw.complete) raw.destroy()
        },
        deps.stopping.aborted ? LINGER_STOPPING_MS : LINGER_MS,
      ).unref()
    }
    done()
  })
}
