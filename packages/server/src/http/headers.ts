/**
 * The headers that keep a browser from doing what we did not mean.
 * Pages may only use what this server serves itself; only the documentation page has a weaker style rule.
 */
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const STRICT_CSP = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** The API reference writes style elements while it runs, so /docs needs inline styles. Scripts stay our own files. */
export const DOCS_CSP = { ...STRICT_CSP, 'style-src': ["'self'", "'unsafe-inline'"] }

export async function securityHeaders(
  app: FastifyInstance,
  directives: Record<string, string[]> = STRICT_CSP,
): Promise<void> {
  const options: FastifyHelmetOptions = {
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    // Whether the address is reached over TLS is the proxy's business; it sets HSTS itself.
    hsts: false,
  }
  await app.register(helmet, options)
}
