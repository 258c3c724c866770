/** An export that was just asked for: how far it is, and its file as soon as there is one. */
import { Link } from '@tanstack/react-router'
import { Check, Download } from 'lucide-react'

import { useExport } from '../../api/use-exports.ts'
import { Text } from '../../components/text.tsx'
import { failureWords } from '../../i18n/problem-words.ts'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { Progress } from './progress.tsx'

export function StartedExport({ id, onLeave }: { id: string; onLeave: () => void }) {
  const t = useT()
  const { bytes } = useNumbers()
  const { data: job } = useExport(id)
  const failed = job && (job.state === 'failed' || job.state === 'cancelled')
  return (
    <div className="export-form">
      <div className="export-fields" role="status">
        {job && (
          <b>
            <Text wrap>{job.name}</Text>
          </b>
        )}
        {job?.file !== undefined ? (
          <p className="export-ready">
            <Check size={15} aria-hidden /> {t('exports.dialog.ready')}
          </p>
        ) : failed ? (
          <p className="form-error">
            <Text wrap>{job.failure ? failureWords(t, job.failure) : t('exports.dialog.failed')}</Text>
          </p>
        ) : (
          <>
            {job && <Progress job={job} />}
            <p className="hint">{t('exports.dialog.started')}</p>
          </>
        )}
      </div>
      <div className="dialog-foot">
        <Link to="/exports" className="button" onClick={onLeave}>
          {t('exports.dialog.toExports')}
        </Link>
        {job?.file !== undefined && (
          <a className="button" data-kind="primary" href={job.file} download>
            <Download size={14} aria-hidden />
            {t('exports.dialog.download', { size: bytes(job.bytes) })}
          </a>
        )}
      </div>
    </div>
  )
}
