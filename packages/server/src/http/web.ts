/**
 * The web application's files. Where the build left a compressed copy beside a file, that copy is sent as it is.
 * Names under /assets hold their content's hash and are kept for a year; every other page is index.html, asked for again each time.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Daybook</title></head>
<body>
<h1>Daybook is running</h1>
<p>The web application is not built. Build it with <code>npm run build</code> and start again.</p>
<p><a href="/docs">API reference</a></p>
</body>
</html>
`
/** Addresses that are never a page of the web application. */
const NOT_PAGES = /^\/(?:v1|health|metrics|openapi\.json|docs|assets|log)(?:[/?]|$)/

export async function webFiles(app: FastifyInstance, directory: string | undefined): Promise<void> {
  if (!hasWeb(directory)) return
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: true,
    index: false,
    cacheControl: false,
    preCompressed: true,
    schemaHide: true,
    setHeaders: (reply, path) => {
      const immutable = path.startsWith(join(directory, 'assets'))
      void reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/', { schema: { hide: true } }, async (request, reply) => sendPage(request, reply, directory))
}

/** A browser asks for a page: GET, HTML wanted, and no address of the API. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return request.headers.accept?.includes('text/html') === true && !NOT_PAGES.test(request.url)
}

/** index.html, or a page that says how to build it. */
export function sendPage(
  _request: FastifyRequest,
  reply: FastifyReply,
  directory: string | undefined,
): FastifyReply {
  if (hasWeb(directory)) return reply.sendFile('index.html')
  return reply
    .status(200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(NOT_BUILT)
}

function hasWeb(directory: string | undefined): directory is string {
  return directory !== undefined && existsSync(join(directory, 'index.html'))
}
