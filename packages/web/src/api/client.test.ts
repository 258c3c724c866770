import { describe, expect, it } from 'vitest'

import { ApiError, isSignedOut } from '../errors.ts'
import { createApi } from './calls.ts'
import { createClient } from './client.ts'

const answering = (body: string, status: number, headers: Record<string, string> = {}) =>
  createApi(createClient(async () => new Response(body, { status, headers })))

const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => expect.unreachable('it was accepted'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw error
  return error.problem
}

describe('a refused call', () => {
  it('keeps the code, title, detail, request id and patience of a problem document', async () => {
    const body = {
      title: 'Too many events wait',
      status: 429,
      code: 'OVERLOADED',
      detail: 'Wait.',
      requestId: 'r-1',
    }
    const api = answering(JSON.stringify(body), 429, { 'retry-after': '2' })
    expect(await refusal(api.session())).toEqual({
      code: 'OVERLOADED',
      status: 429,
      title: 'Too many events wait',
      detail: 'Wait.',
      requestId: 'r-1',
      retryAfterMs: 2000,
    })
  })

  it.each(['<html>Bad gateway</html>', '', '[]', 'null', '{"title":7}'])(
    'has a code, a status and a title even when the body is %j',
    async body => {
      const api = answering(body, 502, { 'x-request-id': 'r-2' })
      expect(await refusal(api.summary('activity', '', 'UTC'))).toEqual({
        code: 'HTTP_502',
        status: 502,
        title: 'The server answered 502',
        requestId: 'r-2',
      })
    },
  )

  it('with 401 means that nobody is signed in', async () => {
    const error = await answering('{"code":"UNAUTHENTICATED","title":"Sign in"}', 401)
      .session()
      .catch((reason: unknown) => reason)
    expect(isSignedOut(error)).toBe(true)
  })

  it('names a server that does not answer', async () => {
    const api = createApi(createClient(() => Promise.reject(new TypeError('fetch failed'))))
    expect(await refusal(api.session())).toMatchObject({ code: 'UNREACHABLE', status: 0 })
  })

  it('is no failure when the app gave it up itself', async () => {
    const abort = new AbortController()
    abort.abort()
    const gaveUp = new DOMException('gave up', 'AbortError')
    const api = createApi(createClient(() => Promise.reject(gaveUp)))
    await expect(api.session(abort.signal)).rejects.toBe(gaveUp)
  })
})

describe('an accepted call', () => {
  it.each(['not json', '[]', '{}', '{"rows":{}}'])('with the body %j is not taken for rows', async body => {
    expect(await refusal(answering(body, 200).rows('activity', '', { sort: '', skip: 0 }))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
    })
  })

  it('asks with the filter as it is, an order for rows alone and a clock for counts alone', async () => {
    const asked: string[] = []
    const api = createApi(
      createClient(async url => {
        asked.push(url)
        return Response.json({
          rows: [],
          total: 0,
          histogram: { step: 1, buckets: [{ at: '2026-05-04T07:00:00.000Z' }] },
        })
      }),
    )
    await api.rows('changes', 'q=-category:read', {
      sort: '-actor',
      skip: 300,
      path: [{ column: 'application', value: 'A,B' }],
    })
    const { histogram } = await api.summary('changes', 'q=-category:read', 'Europe/Lisbon')
    expect(histogram.buckets[0]?.at).toBe(Date.UTC(2026, 4, 4, 7))
    expect(asked).toEqual([
      '/v1/reports/changes/rows?q=-category%3Aread&sort=-actor&limit=100&skip=300&path=application&value=A%2CB',
      '/v1/reports/changes/summary?q=-category%3Aread&zone=Europe%2FLisbon',
    ])
  })
})
