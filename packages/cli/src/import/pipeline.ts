/**
 * Reads, sends and settles at the same time.
 * Invariant: a few batches are under way, never more; they are settled in the order of the input, so that the position
 * never passes a batch whose answer is not here.
 */
import type { SourceItem } from '@daybook/connectors'
import type { Daybook, LinesAnswer, RefusedLine } from '@daybook/sdk'
import { CliError } from '../errors.ts'
import { Batcher, type Batch, type BatchLimits, type RejectedLine } from './batcher.ts'
import type { Counts, Position } from './position.ts'

export const IN_FLIGHT_MAX = 3

export interface PipelineDeps {
  client: Pick<Daybook, 'lines'>
  limits: BatchLimits
  inFlightMax: number
  from: Position
  /** Stop reading, settle what is under way, return. */
  stopped: () => boolean
  /** Aborts what is under way. */
  signal: AbortSignal
  /** Called for each settled batch, in order. The position counts as reached when it resolves. */
  settled: (batch: Settled) => Promise<void>
}

interface Settled {
  counts: Counts
  /** Of the input, up to the end of the batch. */
  items: number
  line: number
  rejected: RejectedLine[]
  /** The last event of the batch that was acknowledged. */
  last: string | undefined
}

interface UnderWay {
  batch: Batch
  answer: Promise<LinesAnswer | undefined>
}

/** Returns true when the input was read to its end. Throws what the source or the client throws, after settling what was answered. */
export async function runPipeline(items: AsyncIterable<SourceItem>, deps: PipelineDeps): Promise<boolean> {
  const batcher = new Batcher(deps.limits, deps.from.items)
  const underWay: UnderWay[] = []
  const settleOldest = async () => {
    const oldest = underWay.shift()
    if (oldest) await settle(oldest, deps)
  }
  const send = async (batch: Batch) => {
    const answer =
      batch.texts.length === 0
        ? Promise.resolve(undefined)
        : deps.client.lines(batch.texts, { signal: deps.signal })
    // Whoever settles it sees the failure; until then it must not count as unhandled.
    answer.catch(() => undefined)
    underWay.push({ batch, answer })
    while (underWay.length >= deps.inFlightMax || (batch.cutsGroup && underWay.length > 0))
      await settleOldest()
  }
  let complete = false
  let seen = 0
  try {
    for await (const item of items) {
      if (++seen <= deps.from.items) {
        if (deps.stopped()) break
        continue
      }
      const full = batcher.add(item)
      if (full) await send(full)
      if (deps.stopped()) break
    }
    complete = !deps.stopped()
    if (complete && seen < deps.from.items)
      throw new CliError('INPUT_SHORTER', `${seen} of ${deps.from.items} items`)
    const last = batcher.take()
    if (complete && last.texts.length + last.rejected.length > 0) await send(last)
  } finally {
    while (underWay.length > 0) await settleOldest()
  }
  return complete
}

async function settle({ batch, answer }: UnderWay, deps: PipelineDeps): Promise<void> {
  const settled = await answer
  const refused = (settled?.refused ?? []).map(line => rejectedByServer(line, batch))
  const rejected = [...batch.rejected, ...refused].sort((a, b) => a.line - b.line)
  const counts = {
    sent: batch.texts.length + batch.rejected.length,
    recorded: settled?.summary.recorded ?? 0,
    duplicate: settled?.summary.duplicate ?? 0,
    rejected: rejected.length,
  }
  const refusedLines = new Set(settled?.refused.map(line => line.line))
  const last = batch.texts.findLast((_text, at) => !refusedLines.has(at + 1))
  await deps.settled({ counts, items: batch.itemsTo, line: batch.line, rejected, last })
}

function rejectedByServer(refused: RefusedLine, batch: Batch): RejectedLine {
  const sent = batch.lines[refused.line - 1]
  const original = sent?.original ?? ''
  const conflict = refused.conflict && {
    code: 'CONFLICT',
    path: '/id',
    message: `${refused.conflict.id} is recorded with other content at index ${refused.conflict.index}.`,
  }
  return {
    line: sent?.line ?? 0,
    problems: conflict ? [conflict] : (refused.problems ?? []),
    original: typeof original === 'string' ? original : original(),
  }
}
