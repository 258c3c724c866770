/**
 * Reads a mapping file strictly.
 * Invariant: an unknown name anywhere is an error with its place, because a rule that is silently ignored is a wrong import.
 */
import { CATEGORIES, didYouMean } from '@daybook/event'
import { ConnectorError } from '../errors.ts'
import { isObject } from '../fit.ts'
import {
  FIELDS,
  type ActivityRule,
  type ChangeRule,
  type ColumnType,
  type FieldName,
  type Mapping,
  type OnlyWhen,
  type Rule,
  type StateRules,
} from './mapping.ts'

const COLUMN_TYPES = ['text', 'integer', 'number', 'boolean', 'time', 'json'] as const
const ALWAYS: readonly FieldName[] = ['occurredAt', 'application', 'actor.id', 'entity.type']

/** Throws 'MAPPING_INVALID' naming the place. */
export function parseMapping(value: unknown): Mapping {
  const file = members(value, '', [
    '$comment',
    'name',
    'delimiter',
    'encoding',
    'missing',
    'time',
    'id',
    'event',
    'columns',
    'metadata',
    'changes',
    'state',
  ])
  const time = file['time'] === undefined ? {} : members(file['time'], '/time', ['format', 'zone'])
  const mapping: Mapping = {
    name: text(file['name'], '/name'),
    delimiter: text(file['delimiter'] ?? ',', '/delimiter'),
    encoding: text(file['encoding'] ?? 'utf-8', '/encoding'),
    missing: texts(file['missing'] ?? [''], '/missing'),
    time: {
      format: text(time['format'] ?? 'rfc3339', '/time/format'),
      zone: text(time['zone'] ?? 'UTC', '/time/zone'),
    },
    event: eventRules(file['event']),
    columns: columnTypes(file['columns'] ?? {}),
    metadata: texts(file['metadata'] ?? [], '/metadata'),
    changes: list(file['changes'] ?? [], '/changes').map((rule, at) => changeRule(rule, `/changes/${at}`)),
  }
  if (file['id'] !== undefined) {
    mapping.id = { columns: texts(members(file['id'], '/id', ['columns'])['columns'], '/id/columns') }
  }
  if (file['state'] !== undefined) mapping.state = stateRules(file['state'])
  checkWhole(mapping)
  return mapping
}

function checkWhole(mapping: Mapping): void {
  for (const field of ALWAYS) {
    if (!mapping.event[field]) throw invalid('/event', `"${field}" is needed`)
  }
  if (mapping.state ? mapping.state.activities.length === 0 : !mapping.event.activity) {
    throw invalid(mapping.state ? '/state/activities' : '/event', 'the activity is needed')
  }
  if (mapping.state && mapping.changes.length > 0) {
    throw invalid('/changes', 'with "state" the changes are found by comparing rows')
  }
}

function eventRules(value: unknown): Mapping['event'] {
  const given = members(value, '/event', FIELDS)
  return Object.fromEntries(
    Object.entries(given).map(([field, one]) => [field, rule(one, `/event/${field}`)]),
  )
}

function rule(value: unknown, path: string): Rule {
  const given = members(value, path, ['column', 'value', 'template', 'map', 'default'])
  const sources = ['column', 'value', 'template'].filter(name => given[name] !== undefined)
  if (sources.length !== 1) throw invalid(path, 'exactly one of "column", "value" and "template" is needed')
  const parsed: Rule = {}
  for (const name of ['column', 'value', 'template', 'default'] as const) {
    if (given[name] !== undefined) parsed[name] = text(given[name], `${path}/${name}`)
  }
  if (given['map'] !== undefined) {
    const entries = Object.entries(object(given['map'], `${path}/map`))
    parsed.map = Object.fromEntries(entries.map(([from, to]) => [from, text(to, `${path}/map/${from}`)]))
  }
  return parsed
}

function changeRule(value: unknown, path: string): ChangeRule {
  const given = members(value, path, ['attribute', 'old', 'new'])
  return {
    attribute: rule(given['attribute'], `${path}/attribute`),
    ...(given['old'] === undefined ? {} : { old: rule(given['old'], `${path}/old`) }),
    ...(given['new'] === undefined ? {} : { new: rule(given['new'], `${path}/new`) }),
  }
}

function columnTypes(value: unknown): Record<string, ColumnType> {
  const entries = Object.entries(object(value, '/columns'))
  return Object.fromEntries(
    entries.map(([column, type]) => [column, oneOf(type, COLUMN_TYPES, `/columns/${column}`)]),
  )
}

function stateRules(value: unknown): StateRules {
  const given = members(value, '/state', ['key', 'ignore', 'onlyWhen', 'activities'])
  return {
    key: text(given['key'], '/state/key'),
    ignore: texts(given['ignore'] ?? [], '/state/ignore'),
    onlyWhen: list(given['onlyWhen'] ?? [], '/state/onlyWhen').map((one, at) =>
      onlyWhen(one, `/state/onlyWhen/${at}`),
    ),
    activities: list(given['activities'], '/state/activities').map((one, at) =>
      activityRule(one, `/state/activities/${at}`),
    ),
  }
}

function onlyWhen(value: unknown, path: string): OnlyWhen {
  const given = members(value, path, ['columns', 'column', 'in', 'notLaterThan'])
  return {
    columns: texts(given['columns'], `${path}/columns`),
    column: text(given['column'], `${path}/column`),
    in: texts(given['in'], `${path}/in`),
    ...(given['notLaterThan'] === undefined
      ? {}
      : { notLaterThan: text(given['notLaterThan'], `${path}/notLaterThan`) }),
  }
}

function activityRule(value: unknown, path: string): ActivityRule {
  const given = members(value, path, ['activity', 'category', 'first', 'column', 'in', 'becomes', 'leaves'])
  const parsed: ActivityRule = { activity: text(given['activity'], `${path}/activity`) }
  if (given['category'] !== undefined)
    parsed.category = oneOf(given['category'], CATEGORIES, `${path}/category`)
  if (given['first'] !== undefined) {
    if (typeof given['first'] !== 'boolean') throw invalid(`${path}/first`, 'true or false is expected')
    parsed.first = given['first']
  }
  const tests = (['in', 'becomes', 'leaves'] as const).filter(name => given[name] !== undefined)
  for (const name of tests) parsed[name] = texts(given[name], `${path}/${name}`)
  if (given['column'] !== undefined) parsed.column = text(given['column'], `${path}/column`)
  if ((parsed.column === undefined) !== (tests.length === 0)) {
    throw invalid(path, '"column" and one of "in", "becomes" and "leaves" go together')
  }
  return parsed
}

function members(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  const given = object(value, path)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw invalid(path, `there is no "${name}"${didYouMean(name, known)}`)
  }
  return given
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw invalid(path, 'an object is expected')
  return value
}

function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw invalid(path, 'a list is expected')
  return value
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw invalid(path, 'a text is expected')
  return value
}

function texts(value: unknown, path: string): string[] {
  return list(value, path).map((one, at) => text(one, `${path}/${at}`))
}

function oneOf<T extends string>(value: unknown, known: readonly T[], path: string): T {
  const found = known.find(one => one === value)
  if (found === undefined) throw invalid(path, `one of ${known.join(', ')} is expected`)
  return found
}

function invalid(path: string, what: string): ConnectorError {
  return new ConnectorError('MAPPING_INVALID', `${path || '/'}: ${what}`)
}
