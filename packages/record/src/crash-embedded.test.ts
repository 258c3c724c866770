import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { childrenOf, killQuietly } from '../../../test/postgres15.ts'
import { round, roundsOf } from './testing/crash.ts'
import type { EngineChoice } from './types.ts'

const ROUNDS = roundsOf(8)

describe('the embedded engine under kill -9', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'daybook-crash-'))
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const choice = (): EngineChoice => ({ kind: 'embedded', directory })
  const postmaster = () =>
    Number(readFileSync(join(directory, 'server', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

  it.each(ROUNDS)('round %i: the server, its processes and ours die together', async () => {
    const acknowledged = await round(choice(), async appender => {
      const server = postmaster()
      const all = [...childrenOf(server), server, ...childrenOf(appender.pid)]
      for (const pid of all) killQuietly(pid)
      await appender.kill()
    })
    expect(acknowledged).toBeGreaterThan(0)
  })

  it.each(ROUNDS)('round %i: only our process dies, and the watchdog stops the server', async () => {
    const acknowledged = await round(choice(), appender => appender.kill())
    expect(acknowledged).toBeGreaterThan(0)
  })

  it.each(ROUNDS)(
    'round %i: our process dies with its watchdog, and the next start stops the orphan',
    async () => {
      const acknowledged = await round(choice(), async appender => {
        const server = postmaster()
        for (const pid of childrenOf(appender.pid)) if (pid !== server) killQuietly(pid)
        await appender.kill()
        // The server is alive and holds the data: nobody told it.
        expect(postmaster()).toBe(server)
        process.kill(server, 0)
      })
      expect(acknowledged).toBeGreaterThan(0)
    },
  )

  it.each(ROUNDS)('round %i: only the server dies, and our process starts it again and goes on', async () => {
    await round(choice(), async appender => {
      const server = postmaster()
      for (const pid of [server, ...childrenOf(server)]) killQuietly(pid)
      await appender.progress()
      await appender.progress()
      expect(appender.refused).toEqual([])
    })
  })
})
