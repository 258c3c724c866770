/**
 * Runs a server as this process: prints how to get in, and stops in order on SIGTERM and SIGINT.
 * A second signal ends the process at once; what was acknowledged is on disk either way.
 */
import closeWithGrace from 'close-with-grace'

import { type RunningServer, type ServerDeps, startServer } from './compose.ts'
import type { ServerConfig } from './config.ts'

const STOP_MS_MAX = 30_000

export async function runServer(
  config: ServerConfig,
  write: (text: string) => void,
  deps: Partial<ServerDeps> = {},
): Promise<RunningServer> {
  const starting = startServer(config, deps)
  // A signal that comes during the start is obeyed after it: half-open engines would be left running.
  const grace = closeWithGrace(
    {
      delay: STOP_MS_MAX,
      logger: { error: (...message: unknown[]) => write(`${message.map(String).join(' ')}\n`) },
    },
    async ({ err }) => {
      const server = await starting.catch(() => undefined)
      if (err !== undefined) server?.app.log.fatal({ err }, 'stopping after an unexpected error')
      await server?.close()
    },
  )
  const server = await starting.catch((error: unknown) => {
    grace.uninstall()
    throw error
  })
  write(announcement(server))
  return server
}

/** What a person needs to get in. The key and the link are secrets and are shown only here. */
export function announcement(server: Pick<RunningServer, 'url' | 'signInUrl' | 'firstKey'>): string {
  const lines = [
    `Daybook is ready at ${server.url}`,
    `  Sign in (once):        ${server.signInUrl}`,
    `  API reference:         ${server.url}/docs`,
  ]
  if (server.firstKey !== undefined) lines.push(`  Key (shown only now):  ${server.firstKey}`)
  return `${lines.join('\n')}\n`
}
