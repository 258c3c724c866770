/**
 * The token of a block: names its ranges, and is never made twice.
 * It is written into the record before it is used, so a retry after a crash finds it there; that it also holds a fresh id
 * means that a rebuilt index, or a repair, can never be silenced by what an older load of the same ranges left behind.
 */

import { createHash } from 'node:crypto'

import type { Range } from '@daybook/record'

const DIGEST_HEX_DIGITS = 16
const REBUILD = 'rebuild'

/** `index/3f2a…/0198…`: follower, digest of the ranges, fresh id. */
export function blockToken(follower: string, ranges: readonly Range[], newId: () => string): string {
  const text = ranges.map(range => `${range.tenant}:${range.from}-${range.to}`).join(',')
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_HEX_DIGITS)
  return `${follower}/${digest}/${newId()}`
}

/** The token of the intent to empty the target and follow from 0. */
export function rebuildToken(follower: string, newId: () => string): string {
  return `${follower}/${REBUILD}/${newId()}`
}

export function isRebuildToken(token: string): boolean {
  return token.split('/')[1] === REBUILD
}
