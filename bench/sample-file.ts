/** The sample's events as a file of lines, for whatever reads them from one. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

import { sampleEvents } from '@daybook/connectors'

export async function writeSample(file: string, events: number): Promise<void> {
  const out = createWriteStream(file)
  for (const event of sampleEvents({ events, seed: 1, until: Date.now() }))
    if (!out.write(`${JSON.stringify(event)}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}
