/** The sources by name, and the guess which of them a file is. */
import { cloudtrail } from './cloudtrail/read.ts'
import { csv } from './csv/read.ts'
import { daybook } from './daybook/read.ts'
import { googleWorkspace } from './google-workspace/read.ts'
import type { ByteStream, Source } from './source.ts'

export const SOURCES: readonly Source[] = [daybook, cloudtrail, googleWorkspace, csv]

export function sourceNamed(name: string): Source | undefined {
  return SOURCES.find(source => source.name === name)
}

const LOOKED_AT_BYTES = 64 * 1024

/** Looks at the beginning of the stream; `bytes` yields all of it again. A mapping means a csv. */
export async function detectSource(
  path: string,
  stream: ByteStream,
): Promise<{ source: Source | undefined; bytes: ByteStream }> {
  const iterator = stream[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  for (let length = 0; length < LOOKED_AT_BYTES;) {
    const next = await iterator.next()
    if (next.done) break
    head.push(next.value)
    length += next.value.length
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* head
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  const text = Buffer.concat(head).subarray(0, LOOKED_AT_BYTES).toString('utf8')
  return { source: guess(path, text), bytes: bytes() }
}

function guess(path: string, text: string): Source | undefined {
  const beginning = text.replace(/^\uFEFF/, '').trimStart()
  if (!beginning.startsWith('{') && !beginning.startsWith('[')) {
    return /\.(csv|tsv)(\.(gz|zst))?$/i.test(path) ? csv : undefined
  }
  if (/"eventSource"\s*:/.test(text) && /"eventVersion"\s*:/.test(text)) return cloudtrail
  if (/"kind"\s*:\s*"(admin#)?reports#activit/.test(text) || /"admin#reports#activit/.test(text))
    return googleWorkspace
  if (/"occurredAt"\s*:/.test(text)) return daybook
  return undefined
}
