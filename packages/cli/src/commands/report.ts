/**
 * `daybook report`: rows, numbers or groups of a report, asked with the same text as in the search bar.
 * Rows are printed page by page as they come, so any number of them may be asked for.
 */
import type { GroupsQuery, ReportDefinition, ReportPage, RowsQuery, SummaryAnswer } from '@daybook/sdk'
import { Option, type Command } from 'commander'
import { CONNECTION_HELP, connect } from '../connection.ts'
import { CliError, EXIT_CODES_HELP } from '../errors.ts'
import { csvLine, tableOf } from '../table.ts'
import { connectionOptions, questionCommand, type QuestionOptions } from '../question-options.ts'
import type { Terminal } from '../terminal.ts'

const PAGE_ROWS_MAX = 1000
const ROWS_DEFAULT = 100
/** Groups of one level. */
const GROUPS_MAX = 500

interface Options extends QuestionOptions {
  limit?: number
  format: 'table' | 'csv' | 'json'
  summary?: boolean
  groups?: string
}

type Client = ReturnType<typeof connect>['client']

export function reportCommand(program: Command, terminal: Terminal): void {
  const command = questionCommand(program, 'report', {
    columns: 'which columns, in this order',
    zone: 'the clock of bars and of groups of time, such as Europe/Lisbon',
  })
    .summary('ask a report')
    .description('Prints rows of a report, with --summary its numbers, or with --groups its groups.')
    .option('--limit <rows>', `how many rows or groups of a level, ${ROWS_DEFAULT} unless given`, wholeNumber)
    .addOption(new Option('--format <format>', 'how').choices(['table', 'csv', 'json']).default('table'))
    .option('--summary', 'totals and the values of each field')
    .option('--groups <path>', 'columns to group by; application=UserHub,actor opens one group')
  connectionOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  daybook report --from 2026-05-01 --q 'app:UserHub outcome:failed'
  daybook report changes --q 'attr:role new:supervisor' --columns occurredAt,actor,old,new --format csv
  daybook report --groups month,actor --q 'activity:Closed' --limit 5
JSON is one object a line; of rows each row as the API gives it.
${CONNECTION_HELP}${EXIT_CODES_HELP}`,
    )
    .action(async (report: string, options: Options) => {
      const { client } = connect(options, terminal.env)
      if (options.summary === true) return printSummary(client, terminal, report, options)
      if (options.groups !== undefined) return printGroups(client, terminal, report, options, options.groups)
      return printRows(client, terminal, report, options)
    })
}

async function printRows(
  client: Client,
  terminal: Terminal,
  report: string,
  options: Options,
): Promise<void> {
  const columns = columnsOf(await client.reportDefinition(report), options.columns)
  const head = columns.map(column => column.label)
  if (options.format === 'csv') await terminal.out(csvLine(head))
  const table: string[][] = []
  let left = options.limit ?? ROWS_DEFAULT
  let cursor: string | undefined
  do {
    const limit = Math.min(left, PAGE_ROWS_MAX)
    const query: RowsQuery = { ...asked(options), limit, ...(cursor === undefined ? {} : { cursor }) }
    const page = await client.reportPage(report, query)
    if (options.format === 'json')
      await terminal.out(page.rows.map(row => `${JSON.stringify(row)}\n`).join(''))
    const cells = page.rows.map((_, row) => columns.map(column => column.cell(page, row)))
    if (options.format === 'csv') await terminal.out(cells.map(csvLine).join(''))
    if (options.format === 'table') table.push(...cells)
    left -= page.rows.length
    cursor = page.nextCursor
  } while (cursor !== undefined && left > 0)
  if (options.format === 'table') await terminal.out(tableOf(head, table))
  if (cursor !== undefined) terminal.say('There are more rows: ask for them with --limit.\n')
}

function asked({ from, to, q, zone, sort, order }: Options): RowsQuery {
  const given = { from, to, q, zone, sort, order }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

interface Column {
  label: string
  cell: (page: ReportPage, row: number) => string
}

/** Of a report the visible columns unless others are named; of a layout all of the vendor's, by label. */
function columnsOf({ columns, layout }: ReportDefinition, chosen: string | undefined): Column[] {
  const names = chosen?.split(',').map(name => name.trim())
  const nameOf = (column: (typeof columns)[number]) => column.id ?? column.label
  const shown =
    names?.map(name => {
      const found = columns.find(column => nameOf(column) === name)
      if (found !== undefined) return found
      throw new CliError('USAGE', `there is no column "${name}"; there are ${columns.map(nameOf).join(', ')}`)
    }) ?? columns.filter(column => column.visible !== false)
  return shown.map(column => {
    const at = columns.indexOf(column)
    if (layout === true) return { label: column.label, cell: (page, row) => page.cells?.[row]?.[at] ?? '' }
    const { path = '', kind } = column
    return { label: column.label, cell: (page, row) => cellOf(valueAt(page.rows[row], path), kind) }
  })
}

function valueAt(row: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      row,
    )
}

/** People and things by their name, else their id; lists by their length; other values as JSON. */
function cellOf(value: unknown, kind: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (kind === 'count' && Array.isArray(value)) return String(value.length)
  if (kind !== 'json' && typeof value === 'object' && !Array.isArray(value)) {
    const { name, id } = value as { name?: unknown; id?: unknown }
    return cellOf(name ?? id, kind)
  }
  return JSON.stringify(value)
}

async function printSummary(
  client: Client,
  terminal: Terminal,
  report: string,
  options: Options,
): Promise<void> {
  const { from, to, q, zone } = asked(options)
  const given = Object.entries({ from, to, q, zone }).filter(([, value]) => value !== undefined)
  const summary = await client.reportSummary(report, Object.fromEntries(given))
  if (options.format === 'json') return terminal.out(`${JSON.stringify(summary)}\n`)
  const head = ['Field', 'Value', 'Count']
  const rows = summaryRows(summary, options.limit ?? ROWS_DEFAULT)
  return terminal.out(options.format === 'csv' ? [head, ...rows].map(csvLine).join('') : tableOf(head, rows))
}

function summaryRows({ total, failed, actors, facets }: SummaryAnswer, limit: number): string[][] {
  const numbers = Object.entries({ total, failed, actors }).map(([name, n]) => [name, '', String(n)])
  const values = Object.entries(facets).flatMap(([field, found]) =>
    found.slice(0, limit).map(({ value, label, count }) => [field, label ?? value, String(count)]),
  )
  return [...numbers, ...values]
}

interface Level {
  column: string
  /** The group that is opened; all of them when there is none. */
  value?: string
}

async function printGroups(
  client: Client,
  terminal: Terminal,
  report: string,
  options: Options,
  path: string,
): Promise<void> {
  const levels = path.split(',').map((part): Level => {
    const [column = '', ...value] = part.split('=')
    return { column, ...(value.length === 0 ? {} : { value: value.join('=') }) }
  })
  const names = levels.map(level => level.column)
  const rows: string[][] = []
  await collect([], [], 0)
  const head = [...names, 'count', 'failed', 'latest']
  if (options.format === 'table') return terminal.out(tableOf(head, rows))
  if (options.format === 'csv') return terminal.out([head, ...rows].map(csvLine).join(''))
  const objects = rows.map(row => Object.fromEntries(head.map((name, at) => [name, row[at]])))
  return terminal.out(objects.map(one => `${JSON.stringify(one)}\n`).join(''))

  /** The groups below those chosen, depth first; a row for each of the last level. */
  async function collect(
    chosen: NonNullable<GroupsQuery['path']>,
    labels: readonly string[],
    depth: number,
  ): Promise<void> {
    const level = levels[depth]
    if (level === undefined) return
    const { column, value } = level
    if (value !== undefined && depth < levels.length - 1)
      return collect([...chosen, { column, value }], [...labels, value], depth + 1)
    const { order: _, ...query } = asked(options)
    const limit = Math.min(options.limit ?? ROWS_DEFAULT, GROUPS_MAX)
    const { groups } = await client.groups(report, { ...query, by: column, path: chosen, limit, bars: 1 })
    for (const group of groups) {
      const shown = [...labels, group.label ?? group.value]
      if (depth === levels.length - 1)
        rows.push([...shown, String(group.count), String(group.failed), group.latest])
      else await collect([...chosen, { column, value: group.value }], shown, depth + 1)
    }
  }
}

function wholeNumber(text: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (number > 0) return number
  throw new CliError('USAGE', '--limit is a whole number above 0')
}
