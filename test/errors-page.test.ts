import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CLI_ERRORS } from '../packages/cli/src/errors.ts'
import { CONNECTOR_ERRORS, SOURCE_PROBLEMS } from '../packages/connectors/src/errors.ts'
import { EVENT_ERRORS } from '../packages/event/src/errors.ts'
import { PROBLEMS } from '../packages/event/src/problem.ts'
import { QUERY_ERRORS } from '../packages/query/src/errors.ts'
import { RECORD_ERRORS } from '../packages/record/src/errors.ts'
import { REPORT_ERRORS } from '../packages/report/src/errors.ts'
import { SDK_ERRORS } from '../packages/sdk/src/errors.ts'
import { FINDING_KINDS } from '../packages/server/src/check/findings.ts'
import { ERRORS } from '../packages/server/src/errors.ts'
import { FOLLOW_ERRORS } from '../packages/server/src/follow/errors.ts'
import { SCHEDULE_FAILURES } from '../packages/server/src/schedules/failures.ts'

type Table = Record<string, unknown>

const TABLES: Record<string, Table> = {
  event: { ...PROBLEMS, ...EVENT_ERRORS },
  query: QUERY_ERRORS,
  record: RECORD_ERRORS,
  report: REPORT_ERRORS,
  server: ERRORS,
  'server/follow': FOLLOW_ERRORS,
  'server/check': FINDING_KINDS,
  'server/schedules': SCHEDULE_FAILURES,
  sdk: SDK_ERRORS,
  connectors: { ...CONNECTOR_ERRORS, ...SOURCE_PROBLEMS },
  cli: CLI_ERRORS,
}

const page = readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(section => [/\(`([^`]+)`\)/.exec(section)?.[1] ?? '', section] as const),
)

test.each(Object.entries(TABLES))('docs/errors.md has exactly the codes of %s', (room, table) => {
  const documented = [...(sections.get(room) ?? '').matchAll(/^\| `([A-Z_0-9]+)`/gm)].map(
    ([, code = '']) => code,
  )
  expect(documented.toSorted()).toEqual(Object.keys(table).toSorted())
})

test.each(Object.entries(TABLES))('docs/errors.md gives the statuses of %s', (room, table) => {
  for (const [code, entry] of Object.entries(table)) {
    const status = typeof entry === 'object' && entry !== null && 'status' in entry ? Number(entry.status) : 0
    const [, shown = ''] =
      new RegExp(`^\\| \`${code}\`[^|]*\\| *([^ |]+)`, 'm').exec(sections.get(room) ?? '') ?? []
    expect(shown, code).toBe(status === 0 ? '–' : String(status))
  }
})
