/** How far an export is: in rows, and in percent once it is known of how many. */
import type { ExportJob } from '../../api/exports.ts'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { visible } from '../../text/visible.ts'

export function Progress({ job: { name, state, progress } }: { job: ExportJob }) {
  const t = useT()
  const { percent } = useNumbers()
  const share = percent(progress.share)
  return (
    <span className="progress">
      <progress value={progress.share} aria-label={t('exports.progress', { name: visible(name), share })} />
      <span>{state === 'queued' ? t('exports.states.queued') : share}</span>
    </span>
  )
}
