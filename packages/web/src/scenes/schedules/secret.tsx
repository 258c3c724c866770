/** What a webhook is signed with, to be copied: it is told once. */
import { CopyButton } from '../../components/copy-button.tsx'
import { useT } from '../../i18n/use-t.ts'

export function Secret({ secret, hint, onClose }: { secret: string; hint?: string; onClose: () => void }) {
  const t = useT()
  return (
    <div className="export-form">
      <div className="export-fields">
        <b>{t('schedules.dialog.secret')}</b>
        <p className="hint">{t('schedules.dialog.secretHint')}</p>
        {hint !== undefined && <p className="hint">{hint}</p>}
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
