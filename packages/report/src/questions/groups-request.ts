/** What a level of groups is asked for, and the limits of it. */
import { ReportError } from '../errors.ts'
import type { SummaryRequest } from '../types.ts'
import type { GroupColumn } from './group-columns.ts'

/** Groups of one answer. */
export const GROUPS_MAX = 500
/** Groups that may be passed over. */
export const GROUPS_OFFSET_MAX = 100_000
/** Bars of a group's course when nothing else is asked for, and at most. */
export const GROUP_BARS = 28
export const GROUP_BARS_MAX = 100

export type GroupSort = 'value' | 'count' | 'failed' | 'latest'

export interface GroupsRequest extends SummaryRequest {
  by: GroupColumn
  /** `count` unless another is asked for. Equal groups follow each other by value. */
  sort?: GroupSort | undefined
  /** Falling unless sorted by value. */
  descending?: boolean | undefined
  /** 1 … GROUPS_MAX */
  limit: number
  /** Groups to pass over, up to GROUPS_OFFSET_MAX. */
  offset?: number | undefined
  /** 1 … GROUP_BARS_MAX */
  bars?: number | undefined
}

/** @throws ReportError REQUEST_INVALID */
export function checkGroups({ limit, offset = 0, bars = GROUP_BARS }: GroupsRequest): void {
  const within = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most
  if (!within(limit, 1, GROUPS_MAX))
    throw new ReportError('REQUEST_INVALID', `An answer has 1 to ${GROUPS_MAX} groups`)
  if (!within(offset, 0, GROUPS_OFFSET_MAX))
    throw new ReportError('REQUEST_INVALID', `At most ${GROUPS_OFFSET_MAX} groups are passed over`)
  if (!within(bars, 1, GROUP_BARS_MAX))
    throw new ReportError('REQUEST_INVALID', `A group has 1 to ${GROUP_BARS_MAX} bars`)
}
