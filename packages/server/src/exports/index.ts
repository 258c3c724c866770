/** Exports, put together: jobs in the record, files on disk, entries of what is done with them. */
import { OwnEntries } from '../own-entries.ts'
import { Bell } from './bell.ts'
import { ExportEntries } from './entries.ts'
import { PositionReader } from './position.ts'
import { ExportRunner, type RunnerDeps } from './runner.ts'
import { ExportService } from './service.ts'
import type { Exports } from './types.ts'

export type { ExportStep } from './job.ts'
export { EXPORT_DEFAULTS, type ExportSettings } from './settings.ts'
export type { ExportOwner, Exports, ExportView, Manifest } from './types.ts'

export interface ExportsDeps extends Pick<
  RunnerDeps,
  'record' | 'index' | 'masking' | 'followers' | 'clock' | 'owner' | 'log' | 'settings' | 'onStep'
> {
  newId: () => string
}

export function openExports(deps: ExportsDeps): Exports {
  const { record, settings } = deps
  const bell = new Bell(settings.pollMs)
  const shared = { entries: new ExportEntries(new OwnEntries(record)), positions: new PositionReader(record) }
  const runner = new ExportRunner({ ...deps, ...shared, bell })
  if (settings.runningMax > 0) runner.start()
  return new ExportService({
    ...deps,
    ...shared,
    wake: () => bell.ring(),
    changed: async signal => bell.wait(signal),
    close: async () => runner.close(),
  })
}
