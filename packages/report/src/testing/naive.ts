/**
 * The questions answered by plain loops over events in memory, to compare the engine with.
 * It shares nothing with the SQL but the words and their definition.
 */

import { FIELDS, tokens, type Field, type Filter } from '@daybook/query'
import type { AuditEvent, Json } from '@daybook/event'

import type { ActivityRow, ChangeRow, Order, StoredRow, SummaryRequest } from '../types.ts'

export function naiveRows(
  entries: readonly StoredRow[],
  request: SummaryRequest,
  order: Order,
): (ActivityRow | ChangeRow)[] {
  const sign = order === 'newest' ? -1 : 1
  const found = matching(entries, request).toSorted(
    (a, b) => sign * (Date.parse(a.event.occurredAt) - Date.parse(b.event.occurredAt) || a.index - b.index),
  )
  if (request.report === 'changes') return found.flatMap(changeRows)
  return found.map(entry => ({
    ...entry.event,
    index: entry.index,
    recordedAt: new Date(entry.recordedAt).toISOString(),
  }))
}

export interface NaiveSummary {
  total: number
  failed: number
  actors: number
  facets: Record<Field, { value: string; count: number }[]>
}

export function naiveSummary(entries: readonly StoredRow[], request: SummaryRequest): NaiveSummary {
  const weight = (entry: StoredRow) =>
    request.report === 'activity' ? 1 : (entry.event.changes?.length ?? 0)
  const found = matching(entries, request).filter(entry => weight(entry) > 0)
  const sum = (list: readonly StoredRow[]) => list.reduce((total, entry) => total + weight(entry), 0)
  const facets = Object.fromEntries(FIELDS.map(field => [field, facet(entries, request, field, weight)]))
  return {
    total: sum(found),
    failed: sum(found.filter(entry => entry.event.outcome === 'FAILURE')),
    actors: new Set(found.map(entry => entry.event.actor.id)).size,
    facets: facets as NaiveSummary['facets'],
  }
}

export function matching(entries: readonly StoredRow[], request: SummaryRequest): StoredRow[] {
  const { tenant, from = -Infinity, to = Infinity, filter } = request
  return entries.filter(entry => {
    const at = Date.parse(entry.event.occurredAt)
    return entry.tenant === tenant && at >= from && at < to && matches(entry.event, filter)
  })
}

function facet(
  entries: readonly StoredRow[],
  request: SummaryRequest,
  field: Field,
  weight: (entry: StoredRow) => number,
): { value: string; count: number }[] {
  const terms = request.filter.terms.filter(term => term.field !== field)
  const counts = new Map<string, number>()
  const called = new Set<string>()
  for (const entry of matching(entries, { ...request, filter: { ...request.filter, terms } })) {
    const value = facetValue(entry.event, field)
    counts.set(value, (counts.get(value) ?? 0) + weight(entry))
    if (weight(entry) > 0) for (const name of values(entry.event, field)) called.add(name)
  }
  const occurring = [...counts]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)))
  const chosen = request.filter.terms.filter(term => term.field === field && term.not !== true)
  const absent = new Set(chosen.flatMap(term => term.values).filter(value => !called.has(value)))
  return [...occurring, ...[...absent].map(value => ({ value, count: 0 }))]
}

function matches(event: AuditEvent, filter: Filter): boolean {
  const words = new Set(tokens(searched(event).join(' ')))
  const terms = filter.terms.every(term => {
    const any = term.values.some(value => values(event, term.field).includes(value))
    return term.not === true ? !any : any
  })
  return terms && filter.text.every(word => words.has(word))
}

function values(event: AuditEvent, field: Field): string[] {
  if (field === 'actor') return [event.actor.id, event.actor.name ?? '', event.actor.email ?? '']
  return [facetValue(event, field)]
}

function facetValue(event: AuditEvent, field: Field): string {
  if (field === 'actor') return event.actor.id
  return field === 'entity' ? event.entity.type : event[field]
}

/** Every text of an event that a search finds; of JSON values the keys and values as words. */
function searched(event: AuditEvent): string[] {
  const people = [event.actor, event.actor.impersonator].flatMap(who => [who?.id, who?.name, who?.email])
  const related = (event.related ?? []).flatMap(item => [item.id, item.name])
  const changes = (event.changes ?? []).flatMap(item => [
    item.attribute,
    ...leaves(item.old),
    ...leaves(item.new),
  ])
  const { entity, origin, correlation } = event
  return [
    event.application,
    event.activity,
    event.outcomeReason,
    event.region,
    event.comment,
    entity.type,
    entity.id,
    entity.name,
    origin?.accessMethod,
    origin?.ip,
    correlation?.id,
    ...people,
    ...related,
    ...changes,
  ].filter(item => item !== undefined)
}

function leaves(value: Json | undefined): string[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => [key, ...leaves(inner)])
  }
  return [String(value)]
}

function changeRows({ index, event }: StoredRow): ChangeRow[] {
  const { id, occurredAt, application, activity, category, outcome, actor, entity, correlation } = event
  return (event.changes ?? []).map((change, position) =>
    Object.assign(
      { index, position, id, occurredAt, application, activity, category, outcome, actor, entity, ...change },
      correlation === undefined ? {} : { correlation },
    ),
  )
}
