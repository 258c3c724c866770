import type { SourceItem } from '@daybook/connectors'
import { DaybookError, type LinesAnswer } from '@daybook/sdk'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BATCH_EVENTS_MAX, Batcher, type Batch } from './batcher.ts'
import { runPipeline, type PipelineDeps } from './pipeline.ts'
import { START } from './position.ts'

function good(line: number, group?: string): SourceItem {
  const text = JSON.stringify({ id: String(line) })
  const event = {} as Extract<SourceItem, { ok: true }>['event']
  return { line, ok: true, event, text, original: text, ...(group === undefined ? {} : { group }) }
}

function bad(line: number): SourceItem {
  return { line, ok: false, problem: { code: 'LINE_NOT_JSON', path: '', message: 'm' }, original: '?' }
}

async function* stream(items: readonly SourceItem[]): AsyncGenerator<SourceItem> {
  yield* items
}

/** A client whose requests end when the test says so, in any order. */
class Client {
  readonly asked: {
    texts: readonly string[]
    answer: (answer: LinesAnswer) => void
    fail: (error: Error) => void
  }[] = []

  lines(texts: readonly string[]): Promise<LinesAnswer> {
    return new Promise((answer, fail) => this.asked.push({ texts, answer, fail }))
  }

  accept(request: number): void {
    const sent = this.asked[request]?.texts.length ?? 0
    this.asked[request]?.answer({ summary: { sent, recorded: sent, duplicate: 0, refused: 0 }, refused: [] })
  }
}

function build(more: Partial<PipelineDeps> = {}) {
  const client = new Client()
  const settled: { items: number; sent: number; rejected: number[] }[] = []
  const deps: PipelineDeps = {
    client,
    limits: { events: 2, bytes: 1 << 20 },
    inFlightMax: 3,
    from: START,
    stopped: () => false,
    signal: new AbortController().signal,
    settled: async ({ items, counts, rejected }) => {
      settled.push({ items, sent: counts.sent, rejected: rejected.map(one => one.line) })
    },
    ...more,
  }
  return { client, settled, deps }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

test('a position never passes a batch whose answer is not here, whatever the order of the answers', async () => {
  const { client, settled, deps } = build()
  const running = runPipeline(stream([1, 2, 3, 4, 5, 6].map(line => good(line))), deps)
  await turn()
  expect(client.asked).toHaveLength(3)

  client.accept(1)
  await turn()
  expect(settled).toEqual([])

  client.accept(0)
  await turn()
  client.accept(2)
  expect(await running).toBe(true)
  expect(settled.map(one => one.items)).toEqual([2, 4, 6])
})

test('no more requests are under way than allowed', async () => {
  const { client, deps } = build({ inFlightMax: 2 })
  const running = runPipeline(stream(Array.from({ length: 20 }, (_, at) => good(at + 1))), deps)
  for (let request = 0; request < 10; request++) {
    await turn()
    expect(client.asked.length).toBeLessThanOrEqual(request + 2)
    client.accept(request)
  }
  expect(await running).toBe(true)
})

test('lines that were settled before are skipped, not sent', async () => {
  const { client, settled, deps } = build({ from: { ...START, items: 3, line: 3 } })
  const running = runPipeline(stream([good(1), bad(2), good(3), good(4), bad(5)]), deps)
  await turn()
  client.accept(0)
  await running
  expect(client.asked.map(request => request.texts)).toEqual([['{"id":"4"}']])
  expect(settled).toEqual([{ items: 5, sent: 2, rejected: [5] }])
})

test('an input that is shorter than what was imported of it is told', async () => {
  const { deps } = build({ from: { ...START, items: 9, line: 9 } })
  await expect(runPipeline(stream([good(1)]), deps)).rejects.toMatchObject({ code: 'INPUT_SHORTER' })
})

test('when a request fails for good, what was answered before it is kept and the failure is told', async () => {
  const { client, settled, deps } = build()
  const running = runPipeline(stream([1, 2, 3, 4, 5].map(line => good(line))), deps)
  const failure = expect(running).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await turn()
  client.accept(0)
  client.asked[1]?.fail(new DaybookError('UNAVAILABLE'))
  await turn()
  client.accept(2)
  await failure
  expect(settled.map(one => one.items)).toEqual([2])
})

test('batches hold every item once and in order, and cut a group only when they say so', () => {
  const items = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3 })), { maxLength: 200 })
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 10 }), (shapes, events) => {
      const all = shapes.map(([ok, group], at) => (ok ? good(at + 1, `g${group}`) : bad(at + 1)))
      const batcher = new Batcher({ events, bytes: 1 << 20 }, 0)
      const batches: Batch[] = []
      for (const item of all) {
        const full = batcher.add(item)
        if (full) batches.push(full)
      }
      batches.push(batcher.take())

      const lines = batches.flatMap(batch =>
        [...batch.lines, ...batch.rejected].map(one => one.line).toSorted((a, b) => a - b),
      )
      expect(lines).toEqual(all.map(item => item.line))
      expect(batches.at(-1)?.itemsTo).toBe(all.length)
      for (const batch of batches.slice(0, -1)) {
        expect(batch.texts.length).toBeLessThanOrEqual(BATCH_EVENTS_MAX)
        const [last, next] = [all[batch.itemsTo - 1], all[batch.itemsTo]]
        const cuts = last?.ok === true && next?.ok === true && last.group === next.group
        expect(batch.cutsGroup).toBe(cuts)
        expect(cuts).toBe(false)
      }
    }),
  )
})

test('a group larger than a request is cut, and the next part waits for the first', async () => {
  const { client, deps } = build({ limits: { events: 1, bytes: 1 << 20 } })
  const running = runPipeline(
    stream(Array.from({ length: BATCH_EVENTS_MAX + 1 }, (_, at) => good(at + 1, 'one'))),
    deps,
  )
  await turn()
  expect(client.asked).toHaveLength(1)
  client.accept(0)
  await turn()
  expect(client.asked.map(request => request.texts.length)).toEqual([BATCH_EVENTS_MAX, 1])
  client.accept(1)
  expect(await running).toBe(true)
})
