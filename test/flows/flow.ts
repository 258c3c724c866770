/** What a flow is given: a report page of a signed-in reader. */
import type { Page } from 'playwright-core'

import type { Report } from '../browser/report.ts'

export interface Flow {
  page(): Page
  report(): Report
}
