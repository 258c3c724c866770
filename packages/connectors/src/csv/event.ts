/**
 * One row as an event.
 * Invariant: the id depends on the columns that tell rows apart and on how often they occurred, never on the row's place.
 */
import { LIMITS, type Category, type Change, type JsonObject, type Outcome } from '@daybook/event'
import type { NewPerson } from '@daybook/sdk'
import { sourceProblem } from '../errors.ts'
import { compact, fitId, fitText } from '../fit.ts'
import type { SourceEvent } from '../source.ts'
import { Occurrences, stableId } from '../stable-id.ts'
import { trimEvent } from '../trim.ts'
import type { ChangeRule, FieldName, Mapping, Rule } from './mapping.ts'
import { RowProblem, type Columns, type Fields } from './row.ts'
import { States, type Transition } from './states.ts'

const LONG_TEXT: Partial<Record<FieldName, number>> = {
  comment: LIMITS.commentMax,
  outcomeReason: LIMITS.outcomeReasonMax,
  'origin.userAgent': LIMITS.userAgentMax,
  'actor.name': LIMITS.nameMax,
  'entity.name': LIMITS.nameMax,
  'actor.impersonator.name': LIMITS.nameMax,
  'actor.email': LIMITS.emailMax,
}

export class RowEvents {
  readonly #columns: Columns
  readonly #mapping: Mapping
  readonly #states: States | undefined
  readonly #occurrences = new Occurrences()

  /** Throws 'COLUMN_MISSING' when the file is not the one that the mapping is for. */
  constructor(columns: Columns, mapping: Mapping) {
    this.#columns = columns
    this.#mapping = mapping
    columns.require(columnsOf(mapping))
    this.#states = mapping.state && new States(columns, mapping.state)
  }

  /** Throws RowProblem. */
  next(fields: Fields): { event: SourceEvent; group?: string } {
    const { state } = this.#mapping
    const idText = this.#idText(fields)
    if (!state || !this.#states) {
      const event = this.#event(fields, this.#id(idText, this.#occurrences.next(idText)), undefined)
      return { event }
    }
    const key = this.#columns.text(fields, state.key)
    if (key === undefined) throw new RowProblem(sourceProblem('VALUE_MISSING', state.key))
    const transition = this.#states.next(key, fields, idText)
    return { event: this.#event(fields, this.#id(idText, transition.occurrence), transition), group: key }
  }

  #idText(fields: Fields): string {
    const columns = this.#mapping.id?.columns
    return JSON.stringify(columns ? columns.map(name => this.#columns.text(fields, name) ?? '') : fields)
  }

  #id(idText: string, occurrence: number): string {
    return stableId('csv', this.#mapping.name, idText, occurrence)
  }

  #event(fields: Fields, id: string, transition: Transition | undefined): SourceEvent {
    const changes = transition ? transition.changes : this.#changes(fields)
    const metadata = this.#metadata(fields, transition)
    const event = compact({
      id,
      occurredAt: this.#occurredAt(fields),
      application: this.#need('application', fields),
      activity: transition?.activity ?? this.#need('activity', fields),
      category: (transition?.category ?? this.#text('category', fields)) as Category | undefined,
      outcome: this.#text('outcome', fields) as Outcome | undefined,
      outcomeReason: this.#text('outcomeReason', fields),
      actor: this.#actor(fields),
      entity: compact({
        type: this.#need('entity.type', fields),
        id: this.#text('entity.id', fields),
        name: this.#text('entity.name', fields),
      }),
      changes: changes.length > 0 ? changes : undefined,
      origin: this.#group(fields, ['accessMethod', 'ip', 'userAgent', 'sessionId', 'requestId'], 'origin'),
      region: this.#text('region', fields),
      correlation: this.#group(fields, ['type', 'id'], 'correlation') as SourceEvent['correlation'],
      comment: this.#text('comment', fields),
      source: this.#source(fields),
      metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
    }) as SourceEvent
    return trimEvent(event)
  }

  #occurredAt(fields: Fields): string {
    const text = this.#need('occurredAt', fields)
    return this.#columns.time(text, this.#mapping.event.occurredAt?.column ?? 'occurredAt')
  }

  #actor(fields: Fields): SourceEvent['actor'] {
    const impersonator = this.#group(fields, ['type', 'id', 'name'], 'actor.impersonator')
    return compact({
      type: this.#text('actor.type', fields),
      id: this.#need('actor.id', fields),
      name: this.#text('actor.name', fields),
      email: this.#text('actor.email', fields),
      impersonator: impersonator?.['id'] === undefined ? undefined : (impersonator as unknown as NewPerson),
    }) as SourceEvent['actor']
  }

  #changes(fields: Fields): Change[] {
    return this.#mapping.changes.flatMap(rule => {
      const attribute = this.#columns.apply(rule.attribute, fields)
      const change = compact({
        attribute,
        old: this.#side(rule, 'old', fields),
        new: this.#side(rule, 'new', fields),
      })
      return attribute === undefined || (!('old' in change) && !('new' in change)) ? [] : [change]
    })
  }

  #side(rule: ChangeRule, side: 'old' | 'new', fields: Fields) {
    const one = rule[side]
    if (one?.column !== undefined && !one.map) return this.#columns.value(fields, one.column)
    return one && this.#columns.apply(one, fields)
  }

  #source(fields: Fields): SourceEvent['source'] {
    const name = this.#text('source.name', fields)
    const sequence = this.#text('source.sequence', fields)
    if (name === undefined || sequence === undefined) return undefined
    if (!/^\d{1,15}$/.test(sequence)) {
      throw new RowProblem(
        sourceProblem('VALUE_INVALID', 'source.sequence', `"${sequence}" is no sequence number.`),
      )
    }
    return { name, sequence: Number(sequence) }
  }

  #metadata(fields: Fields, transition: Transition | undefined): JsonObject {
    const metadata: JsonObject = {}
    for (const name of this.#mapping.metadata) {
      const value = this.#columns.value(fields, name)
      if (value !== undefined) metadata[name] = value
    }
    if (transition?.first && transition.changes.length === 0)
      metadata['note'] = 'The file has no earlier row of this entity.'
    return metadata
  }

  #group(fields: Fields, names: readonly string[], prefix: string): Record<string, string> | undefined {
    const group = compact(
      Object.fromEntries(names.map(name => [name, this.#text(`${prefix}.${name}` as FieldName, fields)])),
    )
    return Object.keys(group).length > 0 ? group : undefined
  }

  #need(field: FieldName, fields: Fields): string {
    const value = this.#text(field, fields)
    if (value === undefined)
      throw new RowProblem(sourceProblem('VALUE_MISSING', this.#mapping.event[field]?.column ?? field))
    return value
  }

  #text(field: FieldName, fields: Fields): string | undefined {
    const rule = this.#mapping.event[field]
    if (!rule) return undefined
    const value = this.#columns.apply(rule, fields)
    if (field.endsWith('.id') || field.endsWith('Id')) return fitId(value, LIMITS.idMax)
    return fitText(value, LONG_TEXT[field] ?? LIMITS.vocabularyMax)
  }
}

/** Every column that the mapping names. */
function columnsOf(mapping: Mapping): Set<string> {
  const rules: (Rule | undefined)[] = [
    ...Object.values(mapping.event),
    ...mapping.changes.flatMap(rule => [rule.attribute, rule.old, rule.new]),
  ]
  const named = rules.flatMap(rule => [
    ...(rule?.column === undefined ? [] : [rule.column]),
    ...Array.from((rule?.template ?? '').matchAll(/\{([^}]+)\}/g), match => match[1] ?? ''),
  ])
  const { state } = mapping
  const ofStates = state
    ? [
        state.key,
        ...state.ignore,
        ...state.onlyWhen.flatMap(rule => [...rule.columns, rule.column, rule.notLaterThan ?? rule.column]),
        ...state.activities.flatMap(rule => (rule.column === undefined ? [] : [rule.column])),
      ]
    : []
  return new Set([
    ...named,
    ...ofStates,
    ...(mapping.id?.columns ?? []),
    ...mapping.metadata,
    ...Object.keys(mapping.columns),
  ])
}
