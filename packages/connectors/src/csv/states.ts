/**
 * Rows that are states: what changed from one row of an entity to the next.
 * Invariant: a column that the source filled in afterwards shows no value before the row that could know it.
 */
import { diffStates, type Category, type Change, type Json, type JsonObject } from '@daybook/event'
import type { ActivityRule, OnlyWhen, StateRules } from './mapping.ts'
import type { Columns, Fields } from './row.ts'

/** Entities whose last state is remembered. One that comes back after as many others starts without a past. */
const ENTITIES_MAX = 20_000

export interface Transition {
  changes: Change[]
  activity: string
  category: Category | undefined
  /** The first row of this entity that was read. */
  first: boolean
  /** How often a row with this id text was seen for this entity. */
  occurrence: number
}

interface Remembered {
  state: JsonObject
  fields: Fields
  /** Id texts of the rows so far. */
  ids: Map<string, number>
}

export class States {
  readonly #columns: Columns
  readonly #rules: StateRules
  readonly #attributes: readonly string[]
  readonly #late: readonly OnlyWhen[]
  readonly #lateColumns: ReadonlySet<string>
  readonly #entitiesMax: number
  readonly #entities = new Map<string, Remembered>()

  constructor(columns: Columns, rules: StateRules, entitiesMax: number = ENTITIES_MAX) {
    this.#columns = columns
    this.#rules = rules
    this.#late = rules.onlyWhen
    this.#lateColumns = new Set(rules.onlyWhen.flatMap(rule => rule.columns))
    const ignored = new Set([...rules.ignore, rules.key])
    this.#attributes = columns.names.filter(name => !ignored.has(name))
    this.#entitiesMax = entitiesMax
  }

  /** Takes the next row in the order of the file. Throws RowProblem. */
  next(key: string, fields: Fields, idText: string): Transition {
    const before = this.#entities.get(key)
    const state = this.#stateOf(fields, before?.state)
    const rule = this.#activity(fields, before?.fields)
    const ids = before?.ids ?? new Map<string, number>()
    const occurrence = ids.get(idText) ?? 0
    ids.set(idText, occurrence + 1)
    this.#remember(key, { state, fields, ids })
    return {
      // Without its first row the entity's past is not in the file: nothing can be said about what this row changed.
      changes: before || this.#isBeginning(rule) ? diffStates(before?.state ?? {}, state) : [],
      activity: rule.activity,
      category: rule.category,
      first: !before,
      occurrence,
    }
  }

  #stateOf(fields: Fields, before: JsonObject | undefined): JsonObject {
    const state: JsonObject = {}
    for (const name of this.#attributes) {
      if (this.#lateColumns.has(name)) continue
      const value = this.#columns.value(fields, name)
      if (value !== undefined) state[name] = value
    }
    for (const rule of this.#late) {
      const holds = rule.in.includes(this.#columns.text(fields, rule.column) ?? '')
      for (const name of rule.columns) {
        const value = holds ? this.#known(rule, name, fields) : undefined
        const kept = value ?? before?.[name]
        if (kept !== undefined) state[name] = kept
      }
    }
    return state
  }

  #known(rule: OnlyWhen, name: string, fields: Fields): Json | undefined {
    const value = this.#columns.value(fields, name)
    if (value === undefined || rule.notLaterThan === undefined) return value
    const now = this.#columns.value(fields, rule.notLaterThan)
    if (typeof value !== 'string' || typeof now !== 'string') return value
    const [time, limit] = [Date.parse(value), Date.parse(now)]
    // A column beside the times (who, with what code) has no time of its own: the condition alone decides.
    return Number.isNaN(time) || Number.isNaN(limit) || time <= limit ? value : undefined
  }

  #isBeginning(rule: ActivityRule): boolean {
    return rule.first === true
  }

  #activity(fields: Fields, before: Fields | undefined): ActivityRule {
    const fits = (rule: ActivityRule): boolean => {
      if (rule.first !== undefined && rule.first === (before !== undefined)) return false
      if (rule.column === undefined) return true
      const now = this.#columns.text(fields, rule.column) ?? ''
      const was = before && (this.#columns.text(before, rule.column) ?? '')
      if (rule.in && !rule.in.includes(now)) return false
      if (rule.becomes && !(rule.becomes.includes(now) && was !== now)) return false
      return !rule.leaves || (was !== undefined && rule.leaves.includes(was) && was !== now)
    }
    return this.#rules.activities.find(fits) ?? FALLBACK
  }

  #remember(key: string, remembered: Remembered): void {
    // Taken out and put in again, so that the map's first key is the entity that was quiet for longest.
    this.#entities.delete(key)
    this.#entities.set(key, remembered)
    if (this.#entities.size <= this.#entitiesMax) return
    const [oldest] = this.#entities.keys()
    if (oldest !== undefined) this.#entities.delete(oldest)
  }
}

const FALLBACK: ActivityRule = { activity: 'Updated', category: 'update' }
