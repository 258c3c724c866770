/**
 * Writes one group: the only place where the record grows.
 * A caller hears of success only after the engine said that the transaction is committed, or after the entry was
 * found in a committed transaction.
 *
 * One statement, daybook.append_group, is the whole transaction. What a crash, a cut connection or an error leaves:
 *
 * | After                                    | in the record | who repairs                                            |
 * |------------------------------------------|---------------|--------------------------------------------------------|
 * | the call was queued                      | nothing       | the caller: it has no answer and sends again           |
 * | secrets were drawn, blocks encoded       | nothing       | the same                                               |
 * | the statement was sent, not begun        | nothing       | we run the group again on a new connection             |
 * | log row locked · ids in · blocks in      | nothing: the transaction is open; the engine rolls it back | the same     |
 * | the engine committed, the answer is lost | all of it     | we run the group again, its ids are taken, we find our own secrets: `recorded` |
 * | … and this process died                  | all of it     | the caller sends again: `duplicate`                    |
 * | … and an old connection is still at work | nothing or all | both attempts lock the same log row, and the ids admit only one |
 * | the answer came, listeners were not told | all of it     | followers poll heads()                                 |
 */
import { setTimeout as sleep } from 'node:timers/promises'

import { type Database, failureOf, refused, sqlState, type Statement, unavailable } from '../database.ts'
import { type Conflict, RecordError } from '../errors.ts'
import type { RecordLimits } from '../limits.ts'
import type { Lines } from '../lines.ts'
import type { Placed, StoredEntry } from '../types.ts'
import type { Call, Standing, Standings } from './call.ts'
import { type Block, encodeGroup, parameters } from './encode.ts'
import { isConflict, resolveGroup } from './resolve.ts'

export const APPEND_SQL = {
  group: {
    name: 'append_group',
    text: `SELECT block_first, block_recorded_at FROM daybook.append_group($1, $2, $3, $4, $5, $6)`,
  },
} satisfies Record<string, Statement>

const IDS_TAKEN = 'DB001'
const RETRY_FIRST_MS = 10
const RETRY_LONGEST_MS = 500
/** A group of several calls that the engine refuses is taken apart at once; a call alone gets this many tries. */
const REFUSALS_MAX = 2

export interface CommitDeps {
  database: Database
  clock: () => number
  limits: RecordLimits
  existing: (tenant: number, ids: readonly string[]) => Promise<StoredEntry[]>
}

type Outcome = { placed: Placed[] } | { error: RecordError }

/** A run of entries of one tenant that this commit added. */
export interface Added {
  tenant: number
  first: number
  recordedAt: number
  lines: Lines
}

export interface Commit {
  /** one per call, in order */
  outcomes: Outcome[]
  added: Added[]
}

/** Never throws: what went wrong is the outcome of the calls it went wrong for. */
export async function commitGroup(deps: CommitDeps, calls: readonly Call[]): Promise<Commit> {
  const giveUpAt = performance.now() + deps.limits.retryMsMax
  let standings: Standings | undefined
  let refusals = 0
  for (let waitMs = RETRY_FIRST_MS; ;) {
    try {
      return await attempt(deps, calls, standings)
    } catch (error) {
      const taken = sqlState(error) === IDS_TAKEN
      if (!taken && failureOf(error) === 'refused') {
        refusals++
        if (calls.length > 1) return takenApart(deps, calls)
        if (refusals >= REFUSALS_MAX) return allFail(calls, refused(APPEND_SQL.group, error))
      }
      if (!taken) {
        if (performance.now() + waitMs > giveUpAt) return allFail(calls, unavailable(error))
        await sleep(waitMs)
        waitMs = Math.min(waitMs * 2, RETRY_LONGEST_MS)
      }
    }
    try {
      standings = await resolveGroup(calls, deps.existing)
    } catch (error) {
      return allFail(calls, error instanceof RecordError ? error : unavailable(error))
    }
  }
}

async function attempt(deps: CommitDeps, calls: readonly Call[], standings?: Standings): Promise<Commit> {
  const refusedCalls = new Set(
    standings?.flatMap((of, number) => (of.some(isConflict) ? [number] : [])) ?? [],
  )
  const blocks = encodeGroup(calls, standings, refusedCalls, deps.limits)
  const rows =
    blocks.length === 0
      ? []
      : await deps.database.write<{ block_first: number; block_recorded_at: number }>(
          APPEND_SQL.group,
          parameters(calls, blocks, deps.clock()),
        )
  const placed: Placed[][] = calls.map(() => [])
  const added = blocks.map((block, i) => {
    const row = rows[i]
    if (row === undefined) throw new RecordError('CORRUPT', { text: '(a block has no answer)' })
    const { block_first: first, block_recorded_at: recordedAt } = row
    place(calls, block, first, placed)
    return { tenant: block.tenant, first, recordedAt, lines: block.lines }
  })
  const outcomes = calls.map((call, number) => outcomeOf(call, standings?.[number], placed, number))
  return { outcomes, added }
}

/** Gives the entries of a written block their indexes. */
function place(calls: readonly Call[], { writes }: Block, first: number, placed: Placed[][]): void {
  for (let offset = 0; offset < writes.length; offset++) {
    const write = writes[offset]
    if (write === undefined) continue
    const id = calls[write.call]?.ids[write.position] ?? ''
    const places = placed[write.call]
    if (places !== undefined) places[write.position] = { id, index: first + offset, status: 'recorded' }
  }
}

function outcomeOf(
  call: Call,
  standings: readonly Standing[] | undefined,
  placed: Placed[][],
  number: number,
): Outcome {
  const places = placed[number] ?? []
  if (standings === undefined) return { placed: places }
  const details: Conflict[] = []
  standings.forEach((standing, position) => {
    const id = call.ids[position] ?? ''
    if (standing.kind === 'placed') places[position] = { id, index: standing.index, status: standing.status }
    if (standing.kind === 'conflicts') details.push({ position, id, index: standing.index })
    if (standing.kind === 'repeats' || standing.kind === 'conflictsWith') {
      const index = placed[standing.call]?.[standing.position]?.index
      if (standing.kind === 'conflictsWith')
        details.push({ position, id, ...(index === undefined ? {} : { index }) })
      else if (index !== undefined) places[position] = { id, index, status: 'duplicate' }
    }
  })
  return details.length > 0 ? { error: new RecordError('CONFLICT', { details }) } : { placed: places }
}

/** Something in the group cannot be written. Alone, every other call can. */
async function takenApart(deps: CommitDeps, calls: readonly Call[]): Promise<Commit> {
  const whole: Commit = { outcomes: [], added: [] }
  for (const call of calls) {
    const { outcomes, added } = await commitGroup(deps, [call])
    whole.outcomes.push(...outcomes)
    whole.added.push(...added)
  }
  return whole
}

function allFail(calls: readonly Call[], error: RecordError): Commit {
  return { outcomes: calls.map(() => ({ error })), added: [] }
}
