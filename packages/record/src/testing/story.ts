/** One statement, and what must be true after it whatever happened to it: the rows of the table of faults. */
import type { ClaimedExport } from '../export-types.ts'
import type { ScheduleRecord, TakenRun } from '../schedule-types.ts'
import type { EventRecord, Lease, ViewRecord } from '../types.ts'

export interface Story {
  statement: string
  /** what stands before */
  before?: (world: World) => Promise<void>
  act: (world: World) => Promise<unknown>
  holds: (world: World, answer: unknown) => Promise<void> | void
}

export interface World {
  record: EventRecord
  tenant: number
  name: string
  lease?: Lease
  key?: string
  view?: ViewRecord
  job?: ClaimedExport
  schedule?: ScheduleRecord
  taken?: TakenRun
}
