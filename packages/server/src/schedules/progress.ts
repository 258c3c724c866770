/** How far one run is, as the record keeps it for whoever goes on with it. */
import type { JsonObject } from '@daybook/event'
import type { ScheduleRun } from '@daybook/record'

export interface RunProgress {
  /** recipients whose server has accepted the message */
  sentTo: string[]
  /** recipients who were refused for good */
  refused: { address: string; answer: string }[]
  /** of the file, once it is there */
  rows?: number
  bytes?: number
  sha256?: string
  format?: string
  /** RFC 3339: when the link to the file ends */
  linkUntil?: string
  /** times that something failed on our side */
  faults: number
}

export function progressOf({ progress }: Pick<ScheduleRun, 'progress'>): RunProgress {
  return { sentTo: [], refused: [], faults: 0, ...(progress as unknown as Partial<RunProgress>) }
}

export function progressJson(progress: RunProgress): JsonObject {
  return progress as unknown as JsonObject
}
