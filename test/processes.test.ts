import { expect, test } from 'vitest'

import { endThoseLeft, run, startNode, TestProcess } from './processes.ts'

const HEEDLESS = `process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('up')`
const ENDED_BY_FORCE = { code: null, signal: 'SIGKILL' }

test('who does not heed a signal is killed, and its end is told whenever it is asked for', async () => {
  const heedless = startNode(['-e', HEEDLESS])
  await heedless.says(/up/)
  expect(await heedless.end('SIGTERM', 100)).toEqual(ENDED_BY_FORCE)
  expect(heedless.stdout).toContain('no')
  expect(await heedless.ended).toEqual(ENDED_BY_FORCE)
  expect(await heedless.end()).toEqual(ENDED_BY_FORCE)
})

test('a process that says something else, or nothing, is killed with what it said as the reason', async () => {
  const silent = startNode(['-e', HEEDLESS])
  await silent.says(/up/)
  await expect(silent.says(/ready/, 10)).rejects.toThrow(/10 ms have passed .*\/ready\/:\nup/)
  expect(await silent.ended).toEqual(ENDED_BY_FORCE)
  const gone = startNode(['-e', `console.error('a wrong setting'); process.exit(3)`])
  await expect(gone.says(/ready/)).rejects.toThrow('a wrong setting')
})

test('a run has a limit, and what it starts holds nobody up', async () => {
  await expect(run(startNode(['-e', HEEDLESS]), { limitMs: 500 })).rejects.toThrow('within 500 ms')
  const parent = new TestProcess('sh', ['-c', 'sleep 600 & echo left $!'])
  const { code, stdout } = await run(parent)
  const [, left = ''] = /left (\d+)/.exec(stdout) ?? []
  expect([code, process.kill(Number(left), 'SIGKILL')]).toEqual([0, true])

  const group = new TestProcess('sh', ['-c', 'sleep 600; echo never'], { group: true })
  await expect(run(group, { limitMs: 50 })).rejects.toThrow('within 50 ms')
})

test('what a test leaves is killed at the end of its file', async () => {
  const left = startNode(['-e', HEEDLESS])
  await endThoseLeft()
  expect(await left.ended).toEqual(ENDED_BY_FORCE)
})
