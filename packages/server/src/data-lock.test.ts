/** Guarantees of the lock: two living processes never hold it, a dead one never keeps it. */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { LOCK_FILE, lockDataDirectory } from './data-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-lock-'))
})
afterEach(async () => rm(directory, { recursive: true, force: true }))

const HOLDER = `
import { lockDataDirectory } from ${JSON.stringify(new URL('./data-lock.ts', import.meta.url).href)}
try { await lockDataDirectory(process.argv[1]); console.log('held'); setInterval(() => {}, 1000) } catch (error) { console.log(error.code); process.exit(1) }
`

function holder(): { said: Promise<string>; kill(): Promise<void> } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const said = new Promise<string>(resolve =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
  )
  return {
    said,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

describe('the lock of a data directory', () => {
  it('is refused while another process holds it, and taken over when that one was killed', async () => {
    const first = holder()
    expect(await first.said).toBe('held')

    await expect(lockDataDirectory(directory)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_IN_USE' })

    await first.kill()
    const release = await lockDataDirectory(directory)
    expect(await readdir(directory)).toEqual([LOCK_FILE])
    await release()
    expect(await readdir(directory)).toEqual([])
  })

  it('of a dead process whose number was given to another one is taken over', async () => {
    await writeFile(join(directory, LOCK_FILE), `${process.ppid} 1\n`)
    const release = await lockDataDirectory(directory)
    await release()
  })

  it('goes to exactly one of several that start at once over a dead lock', async () => {
    await writeFile(join(directory, LOCK_FILE), 'nonsense')
    const holders = Array.from({ length: 5 }, holder)
    const said = await Promise.all(holders.map(one => one.said))
    expect(said.toSorted()).toEqual([...Array.from({ length: 4 }, () => 'DATA_DIRECTORY_IN_USE'), 'held'])
    for (const one of holders) await one.kill()
  })
})
