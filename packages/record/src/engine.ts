/**
 * What both engines are to the rest of this package: a connection and an end.
 * Beyond this file nothing knows which one it is.
 */
import type { Connection } from './database.ts'
import { startEmbedded } from './embedded/embedded.ts'
import { connectExternal } from './external.ts'
import type { RecordOptions } from './types.ts'

export interface Engine {
  connection: Connection
  /** of the server process that we started */
  serverPid(): number | undefined
  /** bytes on disk; undefined: only the server itself can say */
  size(): Promise<number | undefined>
  close(): Promise<void>
}

export function startEngine({ engine, log, randomBytes }: RecordOptions): Promise<Engine> {
  if (engine.kind === 'external') return connectExternal(engine.url, log)
  const { directory, bin } = engine
  return startEmbedded({ directory, randomBytes, log, ...(bin === undefined ? {} : { bin }) })
}
