import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { PostgresServer } from '../../../test/postgres15.ts'
import { round, roundsOf } from './testing/crash.ts'
import type { EngineChoice } from './types.ts'

const ROUNDS = roundsOf(10)

describe('PostgreSQL 15 by URL under kill -9', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.create()
  })
  afterAll(() => server.stop())

  const choice = (): EngineChoice => ({ kind: 'external', url: server.url })

  it.each(ROUNDS)('round %i: our process dies', async () => {
    const acknowledged = await round(choice(), appender => appender.kill())
    expect(acknowledged).toBeGreaterThan(0)
  })

  it.each(ROUNDS)('round %i: the server dies with our process', async () => {
    await round(choice(), async appender => {
      await Promise.all([server.kill(), appender.kill()])
      await server.start()
    })
  })

  it.each(ROUNDS)('round %i: the server dies and comes back, and our process goes on', async () => {
    await round(choice(), async appender => {
      await server.kill()
      await server.start()
      await appender.progress()
      await appender.progress()
      expect(appender.refused).toEqual([])
    })
  })
})
