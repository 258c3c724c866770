/** Exports, put together: jobs in the record, files on disk, entries of what is done with them. */
import type { EventRecord } from '@daybook/record'

import { OwnEntries } from '../own-entries.ts'
import { Bell } from './bell.ts'
import { ExportEntries } from './entries.ts'
import { PositionReader } from './position.ts'
import { ExportService } from './service.ts'
import type { ExportSettings } from './settings.ts'
import type { Exports } from './types.ts'

export { EXPORT_DEFAULTS, type ExportSettings } from './settings.ts'
export type { ExportFile, ExportOwner, Exports, ExportView, Manifest } from './types.ts'

export interface ExportsDeps {
  record: EventRecord
  clock: () => number
  newId: () => string
  settings: ExportSettings
}

export function openExports({ record, clock, newId, settings }: ExportsDeps): Exports {
  const bell = new Bell(settings.pollMs)
  return new ExportService({
    record,
    clock,
    newId,
    settings,
    entries: new ExportEntries(new OwnEntries(record)),
    positions: new PositionReader(record),
    wake: () => bell.ring(),
    changed: async signal => bell.wait(signal),
    close: async () => {},
  })
}
