/**
 * One row as its columns' values, typed as the mapping says.
 * Invariant: a missing marker is never a value; a value that is not of its type is a problem of the row.
 */
import { type Json, readJson } from '@daybook/event'
import { ConnectorError, sourceProblem, type SourceProblem } from '../errors.ts'
import type { ColumnType, Mapping, Rule } from './mapping.ts'
import { timeReader, type TimeReader } from './time.ts'

/** Thrown while a row is being read, caught by the reader of rows: it never leaves this folder. */
export class RowProblem extends Error {
  readonly problem: SourceProblem

  constructor(problem: SourceProblem) {
    super(problem.message)
    this.problem = problem
  }
}

export type Fields = readonly string[]

/** Knows the header, so that a column is an index and not a search. */
export class Columns {
  readonly names: readonly string[]
  readonly #indexes: ReadonlyMap<string, number>
  readonly #missing: ReadonlySet<string>
  readonly #types: ReadonlyMap<string, ColumnType>
  readonly #readTime: TimeReader
  readonly #times = new Map<string, string>()

  constructor(header: readonly string[], mapping: Mapping) {
    this.names = header.map(name => name.trim())
    this.#indexes = new Map(this.names.map((name, index) => [name, index]))
    this.#missing = new Set(mapping.missing)
    this.#types = new Map(Object.entries(mapping.columns))
    this.#readTime = timeReader(mapping.time.format, mapping.time.zone)
  }

  /** Throws 'COLUMN_MISSING' when the header lacks a column that the mapping names. */
  require(names: Iterable<string>): void {
    for (const name of names) {
      if (!this.#indexes.has(name)) {
        throw new ConnectorError('COLUMN_MISSING', `"${name}"; the file has ${this.names.join(', ')}`)
      }
    }
  }

  /** The text of a column, or undefined when it is missing. */
  text(fields: Fields, name: string): string | undefined {
    const value = fields[this.#indexes.get(name) ?? -1]
    return value === undefined || value === '' || this.#missing.has(value) ? undefined : value
  }

  /** The value of a column in its type. Throws RowProblem. */
  value(fields: Fields, name: string): Json | undefined {
    const text = this.text(fields, name)
    if (text === undefined) return undefined
    const type = this.#types.get(name) ?? 'text'
    return type === 'text' ? text : this.#typed(text, type, name)
  }

  /** RFC 3339. Throws RowProblem. */
  time(text: string, name: string): string {
    // The same few times fill many columns and rows: an incident repeats when it was opened in every row.
    const known = this.#times.get(text)
    if (known !== undefined) return known
    const time = this.#readTime(text)
    if (time === undefined) throw new RowProblem(sourceProblem('TIME_INVALID', name, `It is "${text}".`))
    if (this.#times.size >= TIMES_REMEMBERED_MAX) this.#times.clear()
    this.#times.set(text, time)
    return time
  }

  /** What a rule says about this row, or undefined. */
  apply(rule: Rule, fields: Fields): string | undefined {
    const found =
      rule.value ?? (rule.column === undefined ? this.#fill(rule, fields) : this.text(fields, rule.column))
    const mapped = found !== undefined && rule.map && Object.hasOwn(rule.map, found) ? rule.map[found] : found
    return mapped ?? rule.default
  }

  #fill(rule: Rule, fields: Fields): string | undefined {
    let complete = true
    const text = (rule.template ?? '').replaceAll(/\{([^}]+)\}/g, (_match, name: string) => {
      const value = this.text(fields, name)
      if (value === undefined) complete = false
      return value ?? ''
    })
    return complete ? text : undefined
  }

  #typed(text: string, type: Exclude<ColumnType, 'text'>, name: string): Json {
    const value = convert(text, type, time => this.time(time, name))
    if (value === undefined) {
      throw new RowProblem(sourceProblem('VALUE_INVALID', name, `"${text}" is not of type ${type}.`))
    }
    return value
  }
}

const TIMES_REMEMBERED_MAX = 10_000

function convert(
  text: string,
  type: Exclude<ColumnType, 'text'>,
  time: (text: string) => string,
): Json | undefined {
  switch (type) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text))
        ? Number(text)
        : undefined
    case 'boolean':
      return /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : undefined
    case 'time':
      return time(text)
    case 'json':
      return parse(text)
  }
}

function parse(text: string): Json | undefined {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}
