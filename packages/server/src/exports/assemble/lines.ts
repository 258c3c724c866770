/** The lines of a file, one by one, whatever its size. */
import { createReadStream } from 'node:fs'

const CHUNK_BYTES = 1024 * 1024
const LINE_END = 10

export async function* linesOf(path: string): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    const end = bytes.lastIndexOf(LINE_END)
    if (end < 0) {
      rest = bytes
      continue
    }
    yield bytes.toString('utf8', 0, end).split('\n')
    rest = bytes.subarray(end + 1)
  }
  if (rest.length > 0) yield [rest.toString('utf8')]
}
