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

/** The 16 bytes in network order. @throws EventError UUID_TEXT_INVALID */
export function uuidBytes(text: string): Uint8Array {
  if (!UUID.test(text)) throw new EventError('UUID_TEXT_INVALID')
  const hex = text.replaceAll('-', '')
  const bytes = new Uint8Array(16)
  for (let i = 0; i < 16; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
