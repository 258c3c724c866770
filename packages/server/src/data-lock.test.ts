/** Guarantees of the lock: two living processes never hold it, a dead one never keeps it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startNode } from '../../../test/processes.ts'
import { lockDataDirectory } from './data-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-lock-'))
})
afterEach(async () => rm(directory, { recursive: true, force: true }))

const HOLDER = `
import { lockDataDirectory } from ${JSON.stringify(new URL('./data-lock.ts', import.meta.url).href)}
try { await lockDataDirectory(process.argv[1], 0); console.log('held'); setInterval(() => {}, 1000) } catch (error) { console.log(error.code); process.exit(1) }
`

function holder() {
  const started = startNode(['--input-type=module', '-e', HOLDER, directory])
  const said = started.says(/^(\w+)\n/).then(([, word = '']) => word)
  return { said, kill: () => started.end() }
}

describe('the lock of a data directory', () => {
  it('is refused while another process holds it, and taken over when that one was killed', async () => {
    const first = holder()
    expect(await first.said).toBe('held')

    await expect(lockDataDirectory(directory, 0)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_IN_USE' })

    await first.kill()
    const release = await lockDataDirectory(directory, 0)
    await release()
  })

  it('waits for a process that is just dying', async () => {
    const first = holder()
    await first.said
    const taken = lockDataDirectory(directory)

    await first.kill()

    const release = await taken
    await release()
  })

  it('goes to exactly one of several that start at once', async () => {
    const holders = Array.from({ length: 5 }, holder)
    const said = await Promise.all(holders.map(one => one.said))
    expect(said.toSorted()).toEqual([...Array.from({ length: 4 }, () => 'DATA_DIRECTORY_IN_USE'), 'held'])
    for (const one of holders) await one.kill()
  })
})
