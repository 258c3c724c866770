/** What can be done with an export: fetch its file, stop it, make it again, or take it away. */
import { Download, RotateCcw, Square, Trash2 } from 'lucide-react'

import type { ExportJob } from '../../api/exports.ts'
import { isOpen, useRemoveExport, useRetryExport } from '../../api/use-exports.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { visible } from '../../text/visible.ts'

export function ExportActions({ job }: { job: ExportJob }) {
  const t = useT()
  const { bytes } = useNumbers()
  const remove = useRemoveExport()
  const retry = useRetryExport()
  const name = visible(job.name)
  const label = t('exports.download', { name, size: bytes(job.bytes) })
  const mayRetry = job.state === 'cancelled' || job.state === 'expired' || job.state === 'failed'
  return (
    <span className="job-actions">
      {job.file !== undefined && (
        <a className="icon-button" href={job.file} download aria-label={label} title={label}>
          <Download size={15} aria-hidden />
        </a>
      )}
      {mayRetry && (
        <IconButton
          label={t('exports.retry', { name })}
          disabled={retry.isPending}
          onClick={() => retry.mutate(job.id)}
        >
          <RotateCcw size={15} aria-hidden />
        </IconButton>
      )}
      {job.mine === false ? null : isOpen(job) ? (
        <IconButton
          label={t('exports.cancel', { name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate(job.id)}
        >
          <Square size={13} aria-hidden />
        </IconButton>
      ) : (
        <IconButton
          label={t('exports.remove', { name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate(job.id)}
        >
          <Trash2 size={15} aria-hidden />
        </IconButton>
      )}
    </span>
  )
}
