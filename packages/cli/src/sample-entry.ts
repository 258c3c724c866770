/**
 * Enters the sample and its catalog into a running server, through the same door as any application's.
 * Invariant: a record that holds anything is left alone; the key that is used is revoked afterwards.
 */
import { sampleCatalog, sampleEvents } from '@daybook/connectors'
import { Daybook } from '@daybook/sdk'
import type { RunningServer } from '@daybook/server'
import { count, Progress } from './progress.ts'
import { loadServer } from './server.ts'
import type { Terminal } from './terminal.ts'

const BATCH_EVENTS = 2_000
const INDEXED_WITHIN_MS = 120_000

/** Returns how many were entered; 0 when the record was not empty. */
export async function enterSample(
  server: RunningServer,
  events: number,
  terminal: Terminal,
): Promise<number> {
  const { FIRST_TENANT } = await loadServer()
  const heads = await server.record.heads()
  if (heads.some(head => head.next > 0)) {
    terminal.say('The record is not empty: no sample is entered.\n')
    return 0
  }
  const tenant = await server.record.tenants.ensure(FIRST_TENANT)
  const made = await server.record.keys.create({
    tenant: tenant.id,
    scopes: ['ingest', 'admin'],
    label: 'sample',
  })
  const started = terminal.clock()
  const progress = new Progress(terminal, 'Entering the sample', 'events')
  try {
    const client = new Daybook({ url: listeningUrl(server), key: made.key })
    await client.putCatalog(sampleCatalog())
    let entered = 0
    let texts: string[] = []
    const flush = async () => {
      if (texts.length === 0) return
      const { summary } = await client.lines(texts)
      entered += summary.recorded
      texts = []
      progress.step({ done: entered, share: entered / events })
    }
    for (const event of sampleEvents({ events, until: started })) {
      texts.push(JSON.stringify(event))
      if (texts.length >= BATCH_EVENTS) await flush()
    }
    await flush()
    await server.followers.waitFor('index', tenant.id, entered - 1, INDEXED_WITHIN_MS)
    const seconds = progress.end()
    terminal.say(
      `${count(entered)} sample events are recorded and in the reports (${seconds.toFixed(1)} s).\n`,
    )
    return entered
  } finally {
    progress.end()
    await server.record.keys.revoke(tenant.id, made.record.id)
  }
}

/** The socket itself: the public address may lead through a proxy that does not run yet. */
function listeningUrl(server: RunningServer): string {
  const address = server.app.server.address()
  if (address === null || typeof address === 'string') return server.url
  const host =
    address.address === '0.0.0.0' ? '127.0.0.1' : address.address === '::' ? '::1' : address.address
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}
