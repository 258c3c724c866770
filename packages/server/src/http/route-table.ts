/**
 * Which methods an address takes: so that a wrong method is told as such and not as an unknown address.
 * Filled by the application's own routes; wildcards do not count.
 */
import type { FastifyInstance } from 'fastify'

export class RouteTable {
  readonly #routes: { pattern: RegExp; method: string }[] = []

  /** Must be made before the routes are registered. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', route => {
      if (route.url.includes('*')) return
      const pattern = new RegExp(`^${route.url.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`)
      for (const method of [route.method].flat()) this.#routes.push({ pattern, method })
    })
  }

  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0] ?? ''
    const methods = this.#routes.filter(route => route.pattern.test(path)).map(route => route.method)
    return [...new Set(methods)]
  }
}
