/**
 * The place in a report where a page ends, as an opaque text for clients.
 * A cursor is good for one report and one order; anything else is refused, never read as another place.
 */

import type { ReportId } from '@daybook/query'

import { ReportError } from './errors.ts'
import type { Order } from './types.ts'

const VERSION = 1
const CURSOR_LENGTH_MAX = 200

export interface Cursor {
  report: ReportId
  order: Order
  /** `next`: rows after the place; `prev`: rows before it. */
  direction: 'next' | 'prev'
  /** ms since the epoch, index, and the position of a change (0 at event grain). */
  at: number
  index: number
  position: number
}

export function writeCursor(cursor: Cursor): string {
  const { report, order, direction, at, index, position } = cursor
  return Buffer.from(JSON.stringify([VERSION, report, order, direction, at, index, position])).toString(
    'base64url',
  )
}

/** @throws ReportError CURSOR_INVALID */
export function readCursor(text: string, report: ReportId, order: Order): Cursor {
  const parts = text.length > CURSOR_LENGTH_MAX ? undefined : parsed(text)
  if (parts === undefined) throw new ReportError('CURSOR_INVALID', 'The cursor is damaged')
  const [version, ofReport, ofOrder, direction, at, index, position] = parts
  if (version !== VERSION || ofReport !== report || ofOrder !== order) {
    throw new ReportError('CURSOR_INVALID', 'The cursor belongs to another report, order or version')
  }
  if (direction !== 'next' && direction !== 'prev')
    throw new ReportError('CURSOR_INVALID', 'The cursor is damaged')
  if (!isInteger(at) || !isCount(index) || !isCount(position)) {
    throw new ReportError('CURSOR_INVALID', 'The cursor is damaged')
  }
  return { report, order, direction, at, index, position }
}

function parsed(text: string): unknown[] | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.length === 7 ? value : undefined
  } catch {
    return undefined
  }
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0
}
