import { describe, expect, it } from 'vitest'

import { createApi } from './calls.ts'
import { createClient } from './client.ts'

const ANSWERS: Record<string, unknown> = {
  moments: [],
  rows: [],
  attributes: [],
  changes: [],
  related: {},
  applications: [],
  activities: 0,
  views: [],
  id: 'v-1',
}

/** An API whose server answers anything, and what it was asked. */
function recording(answer: unknown = ANSWERS) {
  const asked: { url: string; method: string; body: unknown }[] = []
  const api = createApi(
    createClient(async (url, init) => {
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      asked.push({ url, method: init.method ?? 'GET', body })
      return Response.json(answer)
    }),
  )
  return { api, asked }
}

describe('the calls of the pages beside the reports', () => {
  it('keep an entity whole, whatever its type and id are made of', async () => {
    const { api, asked } = recording()
    const key = { type: 'Söme/Type', id: 'a b?c#d/../e%' }
    await api.entity(key)
    await api.history(key, '-category:read', 'c+1')
    await api.entityState(key, '2026-05-04T07:00:00.000Z')
    const path = '/v1/entities/S%C3%B6me%2FType/a%20b%3Fc%23d%2F..%2Fe%25'
    expect(asked.map(one => one.url)).toEqual([
      path,
      `${path}/history?limit=60&q=-category%3Aread&cursor=c%2B1`,
      `${path}/state?at=2026-05-04T07%3A00%3A00.000Z`,
    ])
  })

  it('ask for rows from the end of an order in the opposite one, and turn them', async () => {
    const { api, asked } = recording({ rows: [{ id: 'b' }, { id: 'a' }], nextCursor: 'n' })
    const page = await api.rows('activity', 'q=x', { sort: 'actor,-occurredAt', skip: 40, fromEnd: 60 })
    expect(asked[0]?.url).toBe(
      '/v1/reports/activity/rows?q=x&sort=-actor%2CoccurredAt&order=oldest&limit=60&skip=40',
    )
    expect(page).toEqual({ rows: [{ id: 'a' }, { id: 'b' }] })
  })

  it('reveal with a reason, of an event or of a state at a time', async () => {
    const { api, asked } = recording()
    const reason = { reason: 'Ticket 4711', attributes: ['phone'] }
    await api.revealEvent('e-1', reason)
    await api.revealState({ type: 'User', id: 'u-9' }, '2026-05-04T07:00:00.000Z', reason)
    await api.revealState({ type: 'User', id: 'u-9' }, undefined, reason)
    expect(asked).toEqual([
      { url: '/v1/events/e-1/reveal', method: 'POST', body: reason },
      {
        url: '/v1/entities/User/u-9/reveal',
        method: 'POST',
        body: { ...reason, at: '2026-05-04T07:00:00.000Z' },
      },
      { url: '/v1/entities/User/u-9/reveal', method: 'POST', body: reason },
    ])
  })

  it('take a catalog in beside what there is, or in its place', async () => {
    const { api, asked } = recording()
    await api.putCatalog([{ application: 'Player' }], false)
    await api.putCatalog([], true)
    expect(asked.map(({ url, method }) => `${method} ${url}`)).toEqual([
      'PUT /v1/catalog',
      'PUT /v1/catalog?replace=true',
    ])
    expect(asked[0]?.body).toEqual({ applications: [{ application: 'Player' }] })
  })

  it('make, change and remove views', async () => {
    const { api, asked } = recording()
    const view = { name: 'Mine', report: 'activity', query: 'r=7d', shared: false }
    await api.createView(view)
    await api.updateView('v/1', { ...view, shared: true })
    await api.removeView('v/1')
    expect(asked.map(({ url, method }) => `${method} ${url}`)).toEqual([
      'POST /v1/views',
      'PUT /v1/views/v%2F1',
      'DELETE /v1/views/v%2F1',
    ])
  })
})
