import { gzipSync, zstdCompressSync } from 'node:zlib'
import { readJson } from '@daybook/event'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { collect, inPieces } from '../testing/read.ts'
import { decompressed } from './decompress.ts'
import { readJsonRecords } from './json-records.ts'
import { readLines, type Line } from './lines.ts'

const WRAPPERS = new Set(['Records', 'items'])

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await collect(bytes)).toString()
}

async function lines(bytes: AsyncIterable<Uint8Array>): Promise<Line[]> {
  return (await collect(readLines(bytes))).flat()
}

async function records(document: string, size: number): Promise<Line[]> {
  return (await collect(readJsonRecords(inPieces(document, size), WRAPPERS))).flat()
}

const contents = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), {
  minLength: 1,
  maxLength: 5,
})
const pieceSize = fc.integer({ min: 1, max: 64 })

test.each([
  ['plain', (part: string) => Buffer.from(part)],
  ['gzip', (part: string) => gzipSync(part)],
  ['zstd', (part: string) => zstdCompressSync(part)],
])(
  '%s is read to its end however it is cut, also when several pieces were put together',
  async (kind, compress) => {
    await fc.assert(
      fc.asyncProperty(contents, pieceSize, async (parts, size) => {
        // A plain text that happens to begin like a compressed one would be taken for it.
        if (kind === 'plain') parts.unshift('x')
        expect(await text(decompressed(inPieces(Buffer.concat(parts.map(compress)), size)))).toBe(
          parts.join(''),
        )
      }),
      { numRuns: 60 },
    )
  },
)

test.each([
  ['gzip', gzipSync('a line\n'.repeat(1000))],
  ['zstd', zstdCompressSync('a line\n'.repeat(1000))],
])('a %s file that was cut off is an error, not a shorter file', async (_kind, whole) => {
  const cut = whole.subarray(0, whole.length - 6)
  await expect(text(decompressed(inPieces(cut)))).rejects.toMatchObject({ code: 'INPUT_TRUNCATED' })
})

test('a damaged compressed file is told as such', async () => {
  const damaged = gzipSync('a line\n'.repeat(1000))
  damaged.fill(0xff, 12, 20)
  await expect(text(decompressed(inPieces(damaged)))).rejects.toMatchObject({ code: 'INPUT_NOT_COMPRESSED' })
})

test('lines have the numbers that an editor shows, however the bytes were cut', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map(one => one.replaceAll(/[\r\n\uFEFF]/g, ' '))
  await fc.assert(
    fc.asyncProperty(fc.array(line), pieceSize, async (all, size) => {
      const expected = all
        .map((one, at) => ({ line: at + 1, ok: true, text: one }))
        .filter(one => one.text.trim() !== '')
      expect(await lines(inPieces(all.join('\n'), size))).toEqual(expected)
      expect(await lines(inPieces(all.map(one => `${one}\r\n`).join(''), size))).toEqual(expected)
    }),
  )
})

test('a line that is no UTF-8 is a problem of that line alone', async () => {
  const bytes = Buffer.concat([Buffer.from('one\n'), Buffer.from([0x74, 0xff, 0x0a]), Buffer.from('three')])
  const read = await lines(inPieces(bytes))
  expect(read.map(line => [line.line, line.ok])).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ])
})

test('a line far longer than an event costs no memory and does not hide the next one', async () => {
  async function* long(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('first\n')
    for (let i = 0; i < 100; i++) yield Buffer.alloc(1024 * 1024, 'x')
    yield Buffer.from('\nlast\n')
  }
  const read = await lines(long())
  expect(read.map(line => [line.line, line.ok ? line.text : line.problem.code])).toEqual([
    [1, 'first'],
    [2, 'LINE_TOO_LONG'],
    [3, 'last'],
  ])
})

const record = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), {
  noNullPrototype: true,
})
const layouts: [string, (all: unknown[]) => string][] = [
  ['one per line', all => all.map(one => JSON.stringify(one)).join('\n')],
  ['in an array', all => JSON.stringify(all)],
  ['in an indented array', all => JSON.stringify(all, null, 2)],
  ['in an object', all => JSON.stringify({ kind: 'a[]{"', Records: all, more: [{ not: 'a record' }] })],
  ['in an indented object', all => JSON.stringify({ Records: all }, null, 2)],
  ['in several objects', all => all.map(one => JSON.stringify({ items: [one] })).join('\n')],
]

test.each(layouts)('records stored %s are all found, however the bytes were cut', async (_name, write) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        record.filter(one => !Object.keys(one).some(key => WRAPPERS.has(key))),
        { minLength: 1, maxLength: 8 },
      ),
      fc.integer({ min: 1, max: 200 }),
      async (all, size) => {
        const found = await records(write(all), size)
        expect(found.map(one => (one.ok ? readJson(one.text) : one.problem))).toEqual(
          all.map(one => readJson(JSON.stringify(one))),
        )
      },
    ),
  )
})

test('a JSON document that breaks off is an error after its whole records', async () => {
  const document = '{"Records":[{"a":1},{"a":2},{"a"'
  const found: Line[] = []
  const reading = async () => {
    for await (const some of readJsonRecords(inPieces(document), WRAPPERS)) found.push(...some)
  }
  await expect(reading()).rejects.toMatchObject({ code: 'INPUT_TRUNCATED' })
  expect(found).toHaveLength(2)
})

test('a broken first line of many does not make the file a document', async () => {
  const found = await records('{"a":\n{"a":2}\n{"a":3}\n', 1000)
  expect(found.map(one => one.line)).toEqual([1, 2, 3])
})
