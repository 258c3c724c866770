/**
 * Sends a file whole or in part (RFC 9110 §14), so that a download that broke off goes on where it was.
 * The file never changes under its ETag, which is its SHA-256: a part of another file cannot be appended to this one.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'

import type { ExportFile } from '../../exports/types.ts'
import { ServerError } from '../../errors.ts'

interface Part {
  /** both inclusive */
  start: number
  end: number
}

export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ExportFile,
): Promise<FastifyReply> {
  const { etag } = describe(reply, file)
  const condition = request.headers['if-range']
  const part =
    condition === undefined || condition === etag ? partOf(request.headers.range, file.bytes) : undefined
  if (part === 'none') {
    void reply.header('content-range', `bytes */${file.bytes}`)
    throw new ServerError('RANGE_NOT_SATISFIABLE', { detail: `The file has ${file.bytes} bytes.` })
  }
  // Opened before anything is promised: from here on it can be read to its end, also when it expires meanwhile.
  const handle = await openFile(file.path)
  if (part === undefined) {
    void reply.status(200).header('content-length', file.bytes)
    return reply.send(handle.createReadStream())
  }
  const { start, end } = part
  void reply
    .status(206)
    .header('content-range', `bytes ${start}-${end}/${file.bytes}`)
    .header('content-length', end - start + 1)
  return reply.send(handle.createReadStream({ start, end }))
}

/** What a GET would say of the file, without a byte of it (RFC 9110 §9.3.2). */
export async function sendHead(reply: FastifyReply, file: ExportFile): Promise<FastifyReply> {
  describe(reply, file)
  // Of a text fastify would tell the length itself.
  return reply.status(200).header('content-length', file.bytes).send(Readable.from([]))
}

function describe(reply: FastifyReply, file: ExportFile): { etag: string } {
  const etag = `"${file.sha256}"`
  void reply
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    .header('content-type', file.mediaType)
    .header('content-disposition', dispositionOf(file.name))
    .header('cache-control', 'private, no-transform, no-store')
    .header('repr-digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`)
  return { etag }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new ServerError('EXPORT_GONE', { detail: 'Its time ended in this moment. Run it again.' })
  }
}

/** One part of the file; undefined: all of it, also for what is no range or several; 'none': it lies behind the end. */
export function partOf(header: string | undefined, bytes: number): Part | 'none' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (match === null) return undefined
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  if (first === '') {
    if (last === '') return undefined
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'none' : { start: bytes - length, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= bytes ? 'none' : { start, end }
}

/** Both forms: an ASCII name for old readers, and the real one (RFC 6266). */
function dispositionOf(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
