/** The same load for the PostgreSQL audit table: the same events and batches, straight from a client, one commit each. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sampleEvents } from '@daybook/connectors'
import pg from 'pg'
import { v7 } from 'uuid'
import { insertBatch } from './audit-table.ts'
import { closedLoop, type LoadResult, type Pace } from './closed-loop.ts'

export interface TableLoadRequest extends Pace {
  connection: pg.ClientConfig
}

export async function loadTable(request: TableLoadRequest): Promise<LoadResult> {
  const templates = [...sampleEvents({ events: request.batch, seed: 7, until: Date.now() })]
  return closedLoop(request, async () => {
    const client = new pg.Client(request.connection)
    await client.connect()
    return {
      events: templates.length,
      async send() {
        const occurredAt = new Date().toISOString()
        await insertBatch(
          client,
          templates.map(event => ({ ...event, id: v7({ random: randomBytes(16) }), occurredAt })),
        )
        return 'recorded'
      },
      close: () => client.end(),
    }
  })
}

if (import.meta.main) {
  const request = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as TableLoadRequest
  console.log(JSON.stringify(await loadTable(request)))
}
