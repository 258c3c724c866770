import { expect, test } from 'vitest'
import { bad, good, readText } from '../testing/read.ts'
import { Occurrences } from '../stable-id.ts'
import { daybook } from './read.ts'

const BODY =
  '"occurredAt":"2026-05-04T07:00:00Z","application":"A","activity":"Login","actor":{"id":"u"},"entity":{"type":"T"}}'

test('a line with an id goes to the server byte for byte', async () => {
  const line = `{ "id" : "01890a5d-ac96-774b-bcce-b302099a8057",${BODY}`
  expect(good(await readText(daybook, `${line}\n`))[0]?.text).toBe(line)
})

test('a line without an id gets one from its content, so that a second import adds nothing', async () => {
  const [first] = good(await readText(daybook, `{${BODY}\n`))
  const [second] = good(await readText(daybook, `\n{${BODY}`))
  expect(first?.event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/)
  expect(second?.event.id).toBe(first?.event.id)
  expect(JSON.parse(first?.text ?? '')).toEqual({
    ...(JSON.parse(`{${BODY}`) as object),
    id: first?.event.id,
  })
})

test('equal lines of one file are different events, and the same ones every time', async () => {
  const file = `{${BODY}\n{${BODY}\n{${BODY}\n`
  const ids = good(await readText(daybook, file)).map(item => item.event.id)
  expect(new Set(ids).size).toBe(3)
  expect(good(await readText(daybook, file)).map(item => item.event.id)).toEqual(ids)
})

test('an empty object gets an id that is valid JSON', async () => {
  const [item] = good(await readText(daybook, '{ }'))
  expect(Object.keys(JSON.parse(item?.text ?? '') as object)).toEqual(['id'])
})

test('lines that are no events are told with their numbers and do not stop the others', async () => {
  const items = await readText(daybook, `{${BODY}\nnot json\n[1]\n\n{${BODY}\n`)
  expect(bad(items).map(item => [item.line, item.problem.code, item.original])).toEqual([
    [2, 'LINE_NOT_JSON', 'not json'],
    [3, 'LINE_NOT_OBJECT', '[1]'],
  ])
  expect(items.filter(item => item.ok).map(item => item.line)).toEqual([1, 5])
})

test('the memory for repeated lines has a limit', () => {
  const occurrences = new Occurrences(4)
  expect(['a', 'a', 'b', 'a'].map(content => occurrences.next(content))).toEqual([0, 1, 0, 2])
  for (const content of ['c', 'd', 'e', 'f', 'g']) occurrences.next(content)
  expect(occurrences.next('b')).toBe(0)
})
