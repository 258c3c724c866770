/** How long an event takes from its acknowledgement until a live stream tells of it. */
import { randomUUID } from 'node:crypto'
import type { DaybookProcess } from '../test/daybook.ts'
import { percentile } from './numbers.ts'

/** Nothing else in the bench happens here, so the stream is silent but for what is sent to it. */
const APPLICATION = 'Doorbell'
const PAUSE_MS = 200

/** Milliseconds, the 95th percentile, of events sent one after another for `seconds`. */
export async function liveP95Ms(daybook: DaybookProcess, seconds: number): Promise<number> {
  const headers = { authorization: `Bearer ${daybook.key}`, 'content-type': 'application/json' }
  const leave = new AbortController()
  const stream = await fetch(`${daybook.url}/v1/live?report=activity&application=${APPLICATION}`, {
    headers,
    signal: leave.signal,
  })
  if (!stream.ok || stream.body === null) throw new Error(`live: ${stream.status} ${await stream.text()}`)
  const told = new Told(stream.body)
  const took: number[] = []
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const id = randomUUID()
    const answer = await fetch(`${daybook.url}/v1/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(ring(id)),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    const acknowledged = performance.now()
    // The stream may be faster than the answer.
    took.push(Math.max(0, (await told.of(id)) - acknowledged))
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  }
  leave.abort()
  return percentile(took, 0.95)
}

const ring = (id: string) => ({
  id,
  occurredAt: new Date().toISOString(),
  application: APPLICATION,
  activity: 'Ring',
  actor: { type: 'system', id: 'door' },
  entity: { type: 'Door', id: 'front' },
})

/** When a text was first seen in a stream. */
class Told {
  #text = ''
  #ended: Error | undefined
  #wake: () => void = () => undefined

  constructor(body: ReadableStream<Uint8Array>) {
    void this.#read(body).catch((error: unknown) => {
      this.#ended = new Error('the live stream ended', { cause: error })
      this.#wake()
    })
  }

  async of(text: string): Promise<number> {
    while (!this.#text.includes(text)) {
      if (this.#ended) throw this.#ended
      await new Promise<void>(resolve => (this.#wake = resolve))
    }
    this.#text = ''
    return performance.now()
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      this.#text += decoder.decode(chunk, { stream: true })
      this.#wake()
    }
    throw new Error('end of stream')
  }
}
