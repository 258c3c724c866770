/**
 * Runs a server as this process: prints how to get in, and stops in order on SIGTERM and SIGINT.
 * Another signal a second later ends the process at once; what was acknowledged is on disk either way.
 */
import closeWithGrace from 'close-with-grace'

import { type RunningServer, type ServerDeps, startServer } from './compose.ts'
import type { ServerConfig } from './config.ts'

const STOP_MS_MAX = 30_000
const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const
/** Whoever started us often passes on a signal that we got ourselves: within this time it is the same one. */
const SAME_SIGNAL_MS = 1_000

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
      skip: [...STOP_SIGNALS],
      onTimeout: delay => {
        write(`Stopping took more than ${delay / 1000} s: ending at once.\n`)
        endAtOnce()
      },
      logger: { error: (...message: unknown[]) => write(`${message.map(String).join(' ')}\n`) },
    },
    async ({ err }) => {
      const server = await starting.catch(() => undefined)
      if (err !== undefined) server?.app.log.fatal({ err }, 'stopping after an unexpected error')
      await server?.close()
    },
  )
  const ignoreSignals = onStopSignal(() => grace.close())
  const server = await starting.catch((error: unknown) => {
    grace.uninstall()
    ignoreSignals()
    throw error
  })
  write(announcement(server))
  return server
}

/** Calls `stop` at the first signal and ends the process at a later one. Answers what takes the listeners away. */
function onStopSignal(stop: () => void): () => void {
  let stoppingSince: number | undefined
  const onSignal = () => {
    const now = performance.now()
    if (stoppingSince === undefined) {
      stoppingSince = now
      stop()
    } else if (now - stoppingSince > SAME_SIGNAL_MS) endAtOnce()
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
  return () => {
    for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal)
  }
}

/** Not `exit`: the embedded index would first finish the questions that it answers. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL')
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
