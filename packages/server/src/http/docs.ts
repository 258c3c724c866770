/**
 * /docs: the API reference for people, served by this server alone.
 * No byte comes from elsewhere and none goes elsewhere: no CDN, no fonts from outside, no telemetry, no proxy, no assistant.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { FastifyInstance } from 'fastify'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Daybook API</title>
</head>
<body>
<div id="reference"></div>
<script src="/docs/reference.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

const START = `Scalar.createApiReference('#reference', ${JSON.stringify({
  url: '/openapi.json',
  telemetry: false,
  withDefaultFonts: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  documentDownloadType: 'json',
})})\n`

export function docsRoutes(app: FastifyInstance): void {
  const hidden = { schema: { hide: true } }
  // The package exports only its own plugin, whose page has an inline script; the bundle itself is what is needed.
  const bundle = new URL('./js/standalone.js', import.meta.resolve('@scalar/fastify-api-reference'))
  let script: Buffer | undefined

  app.get('/docs', hidden, async (_request, reply) =>
    reply.header('content-type', 'text/html; charset=utf-8').send(PAGE),
  )
  app.get('/docs/start.js', hidden, async (_request, reply) =>
    reply.header('content-type', 'text/javascript; charset=utf-8').send(START),
  )
  app.get('/docs/reference.js', hidden, async (_request, reply) => {
    script ??= readFileSync(fileURLToPath(bundle))
    return reply
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(script)
  })
}
