/** Guarantees of the line splitter: chunk borders do not matter, and no line makes it hold more than its limit. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { LINE_BYTES_MAX, LineSplitter } from './lines.ts'

function split(chunks: Uint8Array[]): { number: number; text: string | undefined }[] {
  const splitter = new LineSplitter()
  const lines = [...chunks.flatMap(chunk => [...splitter.push(chunk)]), ...splitter.end()]
  return lines.map(({ number, bytes }) => ({
    number,
    text: bytes === undefined ? undefined : Buffer.from(bytes).toString(),
  }))
}

describe('lines', () => {
  it('are the same however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\n]{0,20}$/u)), fc.array(fc.nat(40)), (lines, cuts) => {
        const bytes = Buffer.from(lines.join('\n'))
        const chunks: Uint8Array[] = []
        let start = 0
        for (const cut of cuts) {
          chunks.push(bytes.subarray(start, start + cut))
          start += cut
        }
        chunks.push(bytes.subarray(start))

        const expected = bytes.toString().split('\n')
        if (expected.at(-1) === '') expected.pop()
        expect(split(chunks)).toEqual(expected.map((text, i) => ({ number: i + 1, text })))
      }),
    )
  })

  it('longer than the limit are told by number only, and the next line is whole again', () => {
    const long = Buffer.alloc(LINE_BYTES_MAX + 1, 'x')
    const exact = Buffer.alloc(LINE_BYTES_MAX, 'y')
    const lines = split([
      Buffer.from('a\n'),
      long.subarray(0, 1000),
      long.subarray(1000),
      Buffer.from('\n'),
      exact,
      Buffer.from('\nb'),
    ])
    expect(lines).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: undefined },
      { number: 3, text: exact.toString() },
      { number: 4, text: 'b' },
    ])
  })

  it('without an end hold no more than the limit', () => {
    const splitter = new LineSplitter()
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const before = process.memoryUsage().rss
    for (let i = 0; i < 10_000; i++) expect([...splitter.push(Buffer.from(chunk))]).toEqual([])
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
    expect([...splitter.end()]).toEqual([{ number: 1, bytes: undefined }])
  })
})
