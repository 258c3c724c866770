/** Exports as a table: what was asked, how far it is, and what can be done with it. On a narrow screen a row is a card. */
import type { ExportJob } from '../../api/exports.ts'
import { useT } from '../../i18n/use-t.ts'
import { ExportRow } from './export-row.tsx'

const COLUMNS = ['name', 'question', 'format', 'rows', 'state', 'made', 'expires', 'hash'] as const

export function ExportTable({ jobs, caption }: { jobs: readonly ExportJob[]; caption?: string }) {
  const t = useT()
  return (
    <table className="job-table">
      <caption className={caption === undefined ? 'hidden' : 'job-caption'}>
        {caption ?? t('exports.list')}
      </caption>
      <thead>
        <tr>
          {COLUMNS.map(column => (
            <th key={column} scope="col" data-column={column}>
              {t(`exports.${column}`)}
            </th>
          ))}
          <th scope="col" data-column="actions">
            <span className="hidden">{t('exports.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(job => (
          <ExportRow key={job.id} job={job} />
        ))}
      </tbody>
    </table>
  )
}
