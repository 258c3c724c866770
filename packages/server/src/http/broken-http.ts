/**
 * What is answered when bytes on a socket are no HTTP request.
 * There is no request yet, so the answer is written to the socket by hand, once, and the socket is closed.
 */
import type { Socket } from 'node:net'

import { ERRORS, type ErrorCode, ServerError } from '../errors.ts'
import { PROBLEM_TYPE, problemDocument } from './problem.ts'

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'BODY_TIMEOUT',
}

export function onBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy()
    return
  }
  const code = (error.code === undefined ? undefined : CODES[error.code]) ?? 'INVALID_HTTP'
  const body = JSON.stringify(problemDocument(new ServerError(code)))
  const { status, title } = ERRORS[code]
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
