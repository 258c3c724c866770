/** The real data that some tests read. It is not part of the repository: those tests are skipped without it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const DIRECTORY =
  process.env['DAYBOOK_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data')

/** Whether the tests that need it are skipped. */
export const withoutRealData: boolean = !existsSync(DIRECTORY)

export const REAL_DATA = {
  cloudtrail: join(DIRECTORY, 'aws_cloudtrail_invictus/cloudtrail.ndjson.gz'),
  workspace: ['admin', 'calendar', 'drive', 'groups_enterprise', 'login', 'user_accounts'].map(name =>
    join(DIRECTORY, `gws_invictus/${name}.json`),
  ),
  incidents: join(DIRECTORY, 'servicenow_incident_audit/incident_event_log.csv.gz'),
}
