/**
 * Totals, histogram and facets of a report in one answer.
 * The parts are asked side by side; each part is exact for the moment at which it was read.
 */

import { FIELDS, type Field } from '@daybook/query'

import { withAskedTime } from '../compile/asked-time.ts'
import { conditionsOf } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import type { FacetValue, SummaryAnswer, SummaryRequest } from '../types.ts'
import { withChosen } from './chosen.ts'
import {
  actorsQuestion,
  distinctActorsQuestion,
  facetsQuestion,
  type ActorAnswer,
  type FacetAnswer,
} from './facets.ts'
import {
  histogramOf,
  histogramQuestion,
  zonedHistogramOf,
  zonedHistogramQuestion,
  type PartAnswer,
} from './histogram.ts'
import { spanQuestion, type SpanAnswer } from './span.ts'
import { stepFor } from './steps.ts'
import type { Question } from './activity.ts'
import { zoneOf } from './zone.ts'
import { barStarts } from './zoned-bars.ts'

export async function askSummary(
  driver: IndexDriver,
  table: string,
  given: SummaryRequest,
): Promise<Omit<SummaryAnswer, 'tookMs'>> {
  const request = withAskedTime(given)
  const ask = <T>(question: Question) => driver.query<T>(question.sql, question.params)
  const [span] = await ask<SpanAnswer>(spanQuestion(table, request))
  const from = request.from ?? span?.first ?? 0
  const to = Math.max(from + 1, request.to ?? (span?.last ?? from) + 1)
  const step = stepFor(from, to)
  const zone = request.zone === undefined ? undefined : zoneOf(request.zone)
  const starts = zone === undefined || zone.name === 'UTC' ? undefined : barStarts(step, zone, from, to)
  const byActor = conditionsOf(request).fields.actor !== undefined
  const withFacets = request.facets !== false
  const [parts, facets, actors, distinct] = await Promise.all([
    ask<PartAnswer>(
      starts === undefined
        ? histogramQuestion(table, request, step)
        : zonedHistogramQuestion(table, request, starts),
    ),
    withFacets ? ask<FacetAnswer>(facetsQuestion(table, request)) : [],
    withFacets ? ask<ActorAnswer>(actorsQuestion(table, request)) : [],
    withFacets && byActor ? ask<{ actors: number }>(distinctActorsQuestion(table, request)) : undefined,
  ])
  const counted = { ...facetsOf(facets), actor: actors.map(actorFacet) }
  const failures = parts.filter(part => part.outcome === 'FAILURE')
  return {
    total: parts.reduce((sum, part) => sum + part.n, 0),
    failed: failures.reduce((sum, part) => sum + part.n, 0),
    actors: (distinct ?? actors)[0]?.actors ?? 0,
    histogram:
      zone === undefined || starts === undefined
        ? histogramOf(step, from, to, parts)
        : zonedHistogramOf(step, zone, starts, parts),
    facets: withFacets ? await withChosen(counted, table, request, question => ask(question)) : counted,
  }
}

function facetsOf(answers: readonly FacetAnswer[]): Record<Field, FacetValue[]> {
  const facets = Object.fromEntries(FIELDS.map(field => [field, []])) as unknown as Record<
    Field,
    FacetValue[]
  >
  for (const { field, value, n } of answers) facets[field].push({ value, count: n })
  return facets
}

function actorFacet({ value, label, n }: ActorAnswer): FacetValue {
  return label === '' ? { value, count: n } : { value, count: n, label }
}
