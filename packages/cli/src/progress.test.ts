import { expect, test } from 'vitest'
import { duration, Progress } from './progress.ts'
import { processTerminal, type Terminal } from './terminal.ts'

function build(isTerminal: boolean) {
  const said: string[] = []
  let now = 0
  const terminal: Terminal = {
    ...processTerminal(),
    say: text => void said.push(text),
    isTerminal,
    columns: () => 100,
    clock: () => now,
  }
  return { terminal, said, pass: (ms: number) => (now += ms) }
}

test('elsewhere than on a terminal a plain line comes at most every five seconds', () => {
  const { terminal, said, pass } = build(false)
  const progress = new Progress(terminal, 'a.ndjson', 'events')
  for (let step = 1; step <= 100; step++) {
    pass(100)
    progress.step({ done: step * 1000, share: step / 200 })
  }
  expect(said).toEqual([
    'a.ndjson  25 %  50,000 events  10,000/s  15 s left\n',
    'a.ndjson  50 %  100,000 events  10,000/s  10 s left\n',
  ])
})

test('what an earlier run did counts for the share and not for the rate', () => {
  const { terminal, said, pass } = build(false)
  const progress = new Progress(terminal, 'a', 'events', { done: 50_000, share: 0.5 })
  pass(5000)
  progress.step({ done: 60_000, share: 0.75 })
  expect(said).toEqual(['a  75 %  60,000 events  2,000/s  5.0 s left\n'])
})

test('on a terminal one line is overwritten and removed at the end', () => {
  const { terminal, said, pass } = build(true)
  const progress = new Progress(terminal, 'a', 'events')
  pass(300)
  progress.step({ done: 3, share: 0.5 })
  expect(progress.end()).toBe(0.3)
  expect(said[0]).toMatch(/^\r.*█{12}░{12} 50 %/u)
  expect(said.at(-1)).toBe('\r\u001B[2K')
})

test('durations are read by people', () => {
  expect([0.25, 59, 61, 7300].map(duration)).toEqual(['0.3 s', '59 s', '1 min 1 s', '2 h 1 min'])
})
