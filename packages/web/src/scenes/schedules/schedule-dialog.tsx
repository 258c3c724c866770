/** Asks for a schedule, or for changes of one; of a webhook it shows the secret once. */
import { Dialog } from '@base-ui/react/dialog'
import type { ReportId } from '@daybook/query'
import { X } from 'lucide-react'
import { useState } from 'react'

import type { Schedule } from '../../api/schedules.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { useT } from '../../i18n/use-t.ts'
import type { ReportState } from '../../state/report-state.ts'
import { ScheduleForm } from './schedule-form.tsx'

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
    <Dialog.Root open onOpenChange={shown => !shown && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">
              {t(asked.schedule === undefined ? 'schedules.dialog.title' : 'schedules.dialog.change')}
            </Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('schedules.dialog.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {secret === undefined ? (
            <ScheduleForm
              asked={asked}
              onSaved={made => (made.secret === undefined ? onClose() : setSecret(made.secret))}
              onCancel={onClose}
            />
          ) : (
            <Secret secret={secret} onClose={onClose} />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useT()
  return (
    <div className="export-form">
      <div className="export-fields">
        <b>{t('schedules.dialog.secret')}</b>
        <p className="hint">{t('schedules.dialog.secretHint')}</p>
        <p className="schedule-secret">
          <code>{secret}</code>
          <CopyButton label={t('schedules.dialog.copySecret')} text={() => secret} />
        </p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" data-kind="primary" onClick={onClose}>
          {t('schedules.dialog.done')}
        </button>
      </div>
    </div>
  )
}
