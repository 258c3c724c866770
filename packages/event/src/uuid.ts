/** The UUIDs (RFC 9562) that identify events. */
/** Any version is welcome; the nil and the max UUID are not, since they are what an unset variable sends. */

import { EventError } from './errors.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const NIL = '00000000-0000-0000-0000-000000000000'
const MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** In upper, lower or mixed case. */
export function isUuid(text: string): boolean {
  return UUID.test(text) && text !== NIL && text.toLowerCase() !== MAX
}

/** Where in the text of a UUID the two digits of each byte stand, in network order. */
export const UUID_DIGITS: readonly number[] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

/** The byte of the two hexadecimal digits that stand at `at`; negative when there are others. */
export function hexByte(text: string, at: number): number {
  return (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1))
}

/** The 16 bytes in network order. @throws EventError UUID_TEXT_INVALID */
export function uuidBytes(text: string): Uint8Array {
  if (!UUID.test(text)) throw new EventError('UUID_TEXT_INVALID')
  return Uint8Array.from(UUID_DIGITS, at => hexByte(text, at))
}

const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
)

function digit(code: number): number {
  return code < DIGITS.length ? (DIGITS[code] as number) : -1
}
