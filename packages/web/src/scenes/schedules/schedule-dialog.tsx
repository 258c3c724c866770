/** Asks for a schedule, or for changes of one; of a webhook it shows the secret once. */
import type { ReportId } from '@daybook/query'
import { useState } from 'react'

import type { Schedule } from '../../api/schedules.ts'
import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'
import type { ReportState } from '../../state/report-state.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { Secret } from './secret.tsx'

/** Nothing: a new one. */
export interface Asked {
  schedule?: Schedule
  /** the report on screen, to be sent as it is */
  from?: { report: ReportId; state: ReportState }
}

export function ScheduleDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = useT()
  const [secret, setSecret] = useState<string>()
  return (
    <TitledDialog
      title={t(asked.schedule === undefined ? 'schedules.dialog.title' : 'schedules.dialog.change')}
      onClose={onClose}
    >
      {secret === undefined ? (
        <ScheduleForm
          asked={asked}
          onSaved={made => (made.secret === undefined ? onClose() : setSecret(made.secret))}
          onCancel={onClose}
        />
      ) : (
        <Secret secret={secret} onClose={onClose} />
      )}
    </TitledDialog>
  )
}
