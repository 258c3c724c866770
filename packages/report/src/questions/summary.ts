/**
 * Totals, histogram and facets of a report in one answer.
 * The parts are asked side by side; each part is exact for the moment at which it was read.
 */

import { FIELDS, type Field } from '@daybook/query'

import { withAskedTime } from '../compile/asked-time.ts'
import { conditionsOf } from '../conditions.ts'
import type { IndexDriver } from '../driver.ts'
import type { FacetValue, Histogram, SummaryAnswer, SummaryRequest } from '../types.ts'
import { withChosen } from './chosen.ts'
import {
  actorsQuestion,
  asksForActors,
  distinctActorsQuestion,
  facetsQuestion,
  withActorIds,
  type ActorAnswer,
  type DistinctAnswer,
  type FacetAnswer,
} from './facets.ts'
import {
  histogramOf,
  histogramQuestion,
  zonedHistogramOf,
  zonedHistogramQuestion,
  type PartAnswer,
} from './histogram.ts'
import { coveredTime } from './span.ts'
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
  const byActor = conditionsOf(request).fields.actor !== undefined
  const withFacets = request.facets !== false
  const distinctAsked =
    withFacets && byActor ? ask<DistinctAnswer>(distinctActorsQuestion(table, request)) : undefined
  // By their ids actors are found where they lie; by a name or an address everyone is looked at, once is enough.
  const named =
    distinctAsked !== undefined && asksForActors(request)
      ? distinctAsked.then(([found]) => withActorIds(request, found))
      : Promise.resolve(request)
  const [{ parts, histogram }, facets, actors, distinct] = await Promise.all([
    named.then(asked => askHistogram(driver, table, asked)),
    withFacets ? named.then(asked => ask<FacetAnswer>(facetsQuestion(table, asked))) : [],
    withFacets ? ask<ActorAnswer>(actorsQuestion(table, request)) : [],
    distinctAsked,
  ])
  const counted = { ...facetsOf(facets), actor: actors.map(actorFacet) }
  const failures = parts.filter(part => part.outcome === 'FAILURE')
  return {
    total: parts.reduce((sum, part) => sum + part.n, 0),
    failed: failures.reduce((sum, part) => sum + part.n, 0),
    actors: (distinct ?? actors)[0]?.actors ?? 0,
    histogram,
    facets: withFacets ? await withChosen(counted, table, request, question => ask(question)) : counted,
  }
}

async function askHistogram(
  driver: IndexDriver,
  table: string,
  request: SummaryRequest,
): Promise<{ parts: PartAnswer[]; histogram: Histogram }> {
  const { from, to } = await coveredTime(driver, table, request)
  const step = stepFor(from, to)
  const zone = request.zone === undefined ? undefined : zoneOf(request.zone)
  const starts = zone === undefined || zone.name === 'UTC' ? undefined : barStarts(step, zone, from, to)
  const { sql, params } =
    starts === undefined
      ? histogramQuestion(table, request, step)
      : zonedHistogramQuestion(table, request, starts)
  const parts = await driver.query<PartAnswer>(sql, params)
  const histogram =
    zone === undefined || starts === undefined
      ? histogramOf(step, from, to, parts)
      : zonedHistogramOf(step, zone, starts, parts)
  return { parts, histogram }
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
