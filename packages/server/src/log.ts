/**
 * The server's log: one JSON object per line on standard error.
 * Never a body, a key, a token or a cookie.
 */
import { type DestinationStream, type Logger, pino } from 'pino'

import type { LogLevel } from './config.ts'

const SECRET_PATHS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'headers.cookie',
  'key',
  'token',
  'secret',
  'password',
  'url',
]

export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino({ level, redact: { paths: SECRET_PATHS, censor: '[hidden]' } }, destination)
}
