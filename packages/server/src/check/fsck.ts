/**
 * Holds the record against itself and the index against the record, entry by entry and field by field.
 * It changes nothing, needs no lease, and may run while entries are recorded and followed: it compares up to where the
 * follower was when it began.
 */

import { RecordError, type EventRecord, type FollowerState, type StoredEntry } from '@daybook/record'
import type { ReportIndex } from '@daybook/report'

import { DERIVE_FOLLOWER } from '../follow/derive-follower.ts'
import { INDEX_FOLLOWER } from '../follow/index-follower.ts'
import { isRebuildToken } from '../follow/token.ts'
import { checkEntry } from './check-entry.ts'
import { idOf, IndexComparison, indexOf } from './compare-index.ts'
import { Findings, type Finding, type FindingKind } from './findings.ts'

export interface FsckProgress {
  phase: 'record' | 'index'
  /** entries looked at, of `total` */
  done: number
  total: number
}

export interface TenantReport {
  tenant: number
  /** entries in the record */
  recorded: number
  /** entries that the follower has given to the index */
  position: number
  /** rows of the index that were compared */
  rows: number
}

export interface FsckReport {
  ok: boolean
  entries: number
  /** entries that the index has not been given yet: not a fault */
  behind: number
  tenants: TenantReport[]
  /** the first FINDINGS_MAX */
  findings: Finding[]
  /** all of them, by kind */
  totals: Partial<Record<FindingKind, number>>
  /** what the next start of the server will bring to its end */
  unfinished?: 'block' | 'rebuild'
}

export interface FsckDeps {
  record: EventRecord
  index: ReportIndex
  onProgress?: (progress: FsckProgress) => void
  signal?: AbortSignal
}

const SLICE_ENTRIES = 1_024
/** how far beyond the position foreign rows are named one by one: an index of a damaged row may be anything */
const FOREIGN_SPAN_MAX = 1_000_000

/** @throws the signal's reason when aborted; the engines' errors when one does not answer */
export async function fsck(deps: FsckDeps): Promise<FsckReport> {
  const { record, index, signal } = deps
  const findings = new Findings()
  // First the positions, then the heads: what the follower has done was recorded before.
  const state = await record.followers.state(INDEX_FOLLOWER)
  const heads = new Map((await record.heads()).map(head => [head.tenant, head.next]))
  const total = [...heads.values()].reduce((sum, next) => sum + next, 0)

  deps.onProgress?.({ phase: 'record', done: 0, total })
  for (const detail of await record.check()) findings.add({ kind: 'RECORD_INCONSISTENT', detail })

  const tenants: TenantReport[] = []
  let done = 0
  const onSlice = (entries: number) => deps.onProgress?.({ phase: 'index', done: (done += entries), total })
  for (const [tenant, recorded] of heads) {
    const position = Math.min(state.positions.get(tenant) ?? 0, recorded)
    const rows = await compareTenant(
      { record, index, findings, signal, onSlice },
      { tenant, recorded, position },
    )
    tenants.push({ tenant, recorded, position, rows })
    await checkDerived(deps, findings, tenant, recorded)
  }
  await findForeign({ record, index, findings }, state, heads)

  return {
    ok: findings.total === 0,
    entries: total,
    behind: tenants.reduce((sum, one) => sum + one.recorded - one.position, 0),
    tenants,
    findings: findings.list,
    totals: Object.fromEntries(findings.totals),
    ...unfinished(state),
  }
}

/** Where all has been derived; what is still to be done is no fault. */
async function checkDerived(
  { record, index }: FsckDeps,
  findings: Findings,
  tenant: number,
  recorded: number,
): Promise<void> {
  const done = async () => (await record.followers.state(DERIVE_FOLLOWER)).positions.get(tenant) ?? 0
  if ((await done()) < recorded) return
  for await (const { index: at, id } of index.wronglyDerived(tenant, recorded))
    findings.add({ kind: 'INDEX_DERIVED', tenant, index: at, id })
}

interface CompareDeps {
  record: EventRecord
  index: ReportIndex
  findings: Findings
  signal: AbortSignal | undefined
  onSlice: (entries: number) => void
}

/** Every entry is checked; those before the position are compared with the index. Gives the rows that were seen. */
async function compareTenant(
  { record, index, findings, signal, onSlice }: CompareDeps,
  { tenant, recorded, position }: Omit<TenantReport, 'rows'>,
): Promise<number> {
  const comparison = new IndexComparison(tenant, index.scan(tenant, 0, position), findings)
  let recordedAt = 0
  try {
    for await (const slice of slices(record, tenant, recorded)) {
      signal?.throwIfAborted()
      for (const entry of slice) {
        checkEntry(entry, recordedAt, findings)
        if (entry.index < position) await comparison.entry(entry)
        recordedAt = entry.recordedAt
      }
      onSlice(slice.length)
    }
    await comparison.end()
  } catch (error) {
    // Beyond what cannot be read there is nothing to compare with; the other tenants can be.
    if (!(error instanceof RecordError) || error.code !== 'CORRUPT') throw error
    findings.add({ kind: 'RECORD_UNREADABLE', tenant, detail: error.message })
  } finally {
    await comparison.stop()
  }
  return comparison.seen
}

async function* slices(record: EventRecord, tenant: number, to: number): AsyncGenerator<StoredEntry[]> {
  for (let next = 0; next < to;) {
    const slice = await record.read(tenant, next, Math.min(SLICE_ENTRIES, to - next))
    if (slice.length === 0) throw new RecordError('CORRUPT', { text: `(nothing from ${next} up to ${to})` })
    yield slice
    next += slice.length
  }
}

/** Rows of tenants that the record does not know, and rows beyond what the follower has given or is giving just now. */
async function findForeign(
  { record, index, findings }: Omit<CompareDeps, 'signal' | 'onSlice'>,
  before: FollowerState,
  heads: ReadonlyMap<number, number>,
): Promise<void> {
  const counts = await index.counts()
  // The follower may have been at work meanwhile: what it has begun by now is no stranger.
  const after = await record.followers.state(INDEX_FOLLOWER)
  for (const { tenant, max } of counts) {
    const known = heads.get(tenant) ?? 0
    const begun = Math.max(Math.min(givenTo(before, tenant), known), givenTo(after, tenant))
    if (max < begun) continue
    const [strangers] = await index.present([{ tenant, from: begun, to: max + 1 }])
    let left = strangers?.count ?? 0
    for await (const row of index.scan(tenant, begun, Math.min(max + 1, begun + FOREIGN_SPAN_MAX))) {
      findings.add({ kind: 'INDEX_FOREIGN', tenant, index: indexOf(row), id: idOf(row) })
      left -= 1
    }
    if (left > 0)
      findings.add({ kind: 'INDEX_FOREIGN', tenant, index: max, detail: `${left} rows up to here` })
  }
}

/** Up to which index the tenant's entries are in the index or on the way there. */
function givenTo(state: FollowerState, tenant: number): number {
  const onTheWay = state.intent?.ranges.filter(range => range.tenant === tenant).map(range => range.to) ?? []
  return Math.max(state.positions.get(tenant) ?? 0, ...onTheWay)
}

function unfinished(state: FollowerState): Pick<FsckReport, 'unfinished'> {
  if (state.intent === undefined) return {}
  return { unfinished: isRebuildToken(state.intent.token) ? 'rebuild' : 'block' }
}
