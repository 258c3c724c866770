/**
 * The rows of an export as a source of SELECT, at event or at change grain, with the columns that it is sorted by.
 * The one place that all formats read through: what is hidden from a reader is hidden here.
 */

import type { Binder } from '../compile/binder.ts'
import { allOf, conditionsOf } from '../conditions.ts'
import type { Params } from '../driver.ts'
import { CHANGE_JOIN_SQL } from '../questions/changes.ts'
import { isInTime, keyColumnsSql, withinSql } from './order.ts'
import type { ExportPart, ExportRowsRequest } from './types.ts'

export interface Source {
  /** Behind FROM, WHERE included. */
  sql: string
  params: Params
}

/** At change grain also `attribute`, `old`, `new` and `ordinal` of each change, which begins at 1. */
export function sourceOf(
  table: string,
  request: ExportRowsRequest,
  part: ExportPart,
  binder: Binder,
): Source {
  const conditions = conditionsOf(request)
  const within = withinSql(request, part, binder)
  const keys = keyColumnsSql(request)
  const params = conditions.params
  if (request.report === 'activity') {
    const where = allOf(conditions)
    if (keys.length === 0) return { sql: `${table}\nWHERE ${[...where, ...within].join('\n  AND ')}`, params }
    const inner = `(SELECT *, ${keys.join(', ')}\n  FROM ${table}\n  WHERE ${where.join('\n    AND ')})`
    return { sql: `${inner}\nWHERE ${within.join(' AND ') || '1'}`, params }
  }
  const { fits } = conditions
  const inTime = isInTime(request)
  const events = [...allOf(conditions), ...(inTime ? within : [])].join('\n    AND ')
  const joined = `(SELECT *${fits === undefined ? '' : `, ${fits} AS fits`}\n  FROM ${table}\n  WHERE ${events})
${CHANGE_JOIN_SQL}${fits === undefined ? '' : ', fits AS fit'}`
  const fit = fits === undefined ? [] : ['fit']
  if (inTime) return { sql: fit.length === 0 ? joined : `${joined}\nWHERE fit`, params }
  const keyed = `(SELECT *, attribute, old, new, ordinal, ${keys.join(', ')}\n  FROM ${joined}${fit.length === 0 ? '' : '\nWHERE fit'})`
  return { sql: `${keyed}\nWHERE ${within.join(' AND ') || '1'}`, params }
}
