import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseEvent, parseJson } from '@daybook/event'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDaybook, type DaybookProcess } from './daybook.ts'
import { run, TestProcess } from './processes.ts'
import { matchesTranscript, readTranscripts } from './transcripts.ts'

const root = join(import.meta.dirname, '..')

test('a transcript is read with its continuation lines and matched around ellipses', () => {
  const steps = readTranscripts('```console\n$ echo a \\\n  b\na …\n$ echo c\n```\n```sh\n$ no\n```\n')
  expect(steps).toEqual([
    { line: 2, command: 'echo a \\\n  b', expected: 'a …\n' },
    { line: 5, command: 'echo c', expected: '' },
  ])
  expect(matchesTranscript('{"a":…,"b":1}', '{"a":[2],"b":1}\n')).toBe(true)
  expect(matchesTranscript('{"a":…,"b":1}', '{"a":[2],"b":2}')).toBe(false)
})

test('the event that docs/sending.md shows is taken as it stands', () => {
  const page = readFileSync(join(root, 'docs/sending.md'), 'utf8')
  const shown = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text = '']) => text)
  expect(shown).toHaveLength(1)
  for (const text of shown) {
    const parsed = parseJson(text)
    const normal = parsed.ok ? normaliseEvent(parsed.value, { newId: () => '' }) : parsed
    expect(normal).toMatchObject({ ok: true })
  }
})

describe.each(['README.md', 'docs/sending.md', 'docs/reports.md'])('%s', page => {
  let daybook: DaybookProcess
  beforeAll(async () => {
    daybook = await startDaybook()
  })
  afterAll(() => daybook.stop())

  test('every transcript gives what the page says, in order, on an empty record', async () => {
    const steps = readTranscripts(readFileSync(join(root, page), 'utf8'))
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) {
      const env = { ...process.env, DAYBOOK_URL: daybook.url, DAYBOOK_KEY: daybook.key }
      const shell = new TestProcess('bash', ['-c', step.command], { env, cwd: root, group: true })
      const { code, stdout, stderr } = await run(shell)
      expect([step.command, code, code === 0 ? '' : stderr]).toEqual([step.command, 0, ''])
      if (!matchesTranscript(step.expected, stdout))
        expect(`${page}:${step.line}\n${stdout}`, 'the page says otherwise').toBe(step.expected)
    }
  })
})
