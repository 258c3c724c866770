/**
 * Records that reach their engine through a network that can be told to break, on both engines.
 * The engine behind it is a real one; several records may be opened on it, with and without the faults.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDatabase } from '../../../../test/postgres15.ts'
import { startEmbedded } from '../embedded/embedded.ts'
import { serverUrl, SILENT } from './engines.ts'
import { connectTo, FaultyNetwork } from './proxy.ts'

export interface FaultyEngine {
  network: FaultyNetwork
  /** through the network */
  url: string
  close(): Promise<void>
}

export const FAULTY_ENGINES: readonly { name: string; open: () => Promise<FaultyEngine> }[] = [
  {
    name: 'embedded PostgreSQL',
    async open() {
      const directory = mkdtempSync(join(tmpdir(), 'daybook-faults-'))
      const engine = await startEmbedded({ directory, randomBytes, log: SILENT })
      if (!('host' in engine.connection)) throw new Error('the embedded engine has a socket')
      const { host, port, user, password, database } = engine.connection
      const network = await FaultyNetwork.open(() => connectTo({ path: `${host}/.s.PGSQL.${port}` }))
      return {
        network,
        url: `postgres://${user}:${password}@127.0.0.1:${network.port}/${database}`,
        async close() {
          await network.close()
          await engine.close()
          rmSync(directory, { recursive: true, force: true })
        },
      }
    },
  },
  {
    name: 'PostgreSQL 15 by URL',
    async open() {
      const { url, drop } = await createDatabase(serverUrl())
      const behind = new URL(url)
      const network = await FaultyNetwork.open(() =>
        connectTo({ host: behind.hostname, port: Number(behind.port) }),
      )
      const through = new URL(url)
      through.port = String(network.port)
      return {
        network,
        url: through.href,
        async close() {
          await network.close()
          await drop()
        },
      }
    },
  },
]
