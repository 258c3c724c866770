/**
 * What a check found wrong, named entry by entry up to a limit, and counted beyond it.
 * The counts are complete, whatever the list leaves out.
 */

export const FINDINGS_MAX = 100
export const FINDING_VALUE_MAX = 120

export const FINDING_KINDS = {
  RECORD_UNREADABLE: 'The entries of a tenant cannot be read from some index on.',
  RECORD_ORDER: 'An entry was recorded before the one that precedes it.',
  RECORD_TEXT: 'The stored text of an entry is not the canonical text of its event.',
  RECORD_LEAF: 'The leaf of an entry cannot be computed.',
  RECORD_INCONSISTENT: 'The record contradicts itself.',
  INDEX_MISSING: 'The index lacks an entry that it has been given.',
  INDEX_DOUBLED: 'The index has an entry more than once.',
  INDEX_DIFFERENT: 'A field of the entry is not in the index what it is in the record.',
  INDEX_DERIVED: 'The changes derived for an entry are not those that follow from the entries before it.',
  INDEX_FOREIGN: 'The index has an entry that the record has not, or has not given it yet.',
} as const

export type FindingKind = keyof typeof FINDING_KINDS

export interface Finding {
  kind: FindingKind
  /** absent when `detail` names it */
  tenant?: number
  index?: number
  id?: string
  /** path of the field, such as `entityName` or `changes.0.new` */
  field?: string
  /** JSON, shortened */
  expected?: string
  /** JSON, shortened */
  actual?: string
  /** what else there is to say */
  detail?: string
}

export class Findings {
  readonly list: Finding[] = []
  readonly totals = new Map<FindingKind, number>()

  add(finding: Finding): void {
    this.totals.set(finding.kind, (this.totals.get(finding.kind) ?? 0) + 1)
    if (this.list.length < FINDINGS_MAX) this.list.push(finding)
  }

  get total(): number {
    return [...this.totals.values()].reduce((sum, count) => sum + count, 0)
  }
}

/** JSON, cut to FINDING_VALUE_MAX characters; `undefined` is written as `(absent)`. */
export function shortened(value: unknown): string {
  if (value === undefined) return '(absent)'
  const text = JSON.stringify(value)
  return text.length <= FINDING_VALUE_MAX ? text : `${text.slice(0, FINDING_VALUE_MAX - 1)}…`
}
