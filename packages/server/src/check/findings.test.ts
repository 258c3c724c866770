import { expect, test } from 'vitest'

import { FINDING_VALUE_MAX, FINDINGS_MAX, Findings, shortened } from './findings.ts'

test('the list of findings is capped and the totals are not', () => {
  const findings = new Findings()
  for (let index = 0; index < FINDINGS_MAX + 50; index += 1) {
    findings.add({ kind: 'INDEX_MISSING', tenant: 1, index })
  }
  findings.add({ kind: 'INDEX_DOUBLED', tenant: 1, index: 0 })

  expect(findings.list).toHaveLength(FINDINGS_MAX)
  expect(Object.fromEntries(findings.totals)).toEqual({ INDEX_MISSING: FINDINGS_MAX + 50, INDEX_DOUBLED: 1 })
  expect(findings.total).toBe(FINDINGS_MAX + 51)
})

test('a long value is shortened, an absent one is named as absent', () => {
  expect(shortened('x'.repeat(1_000))).toHaveLength(FINDING_VALUE_MAX)
  expect(shortened(undefined)).toBe('(absent)')
  expect(shortened('')).toBe('""')
})
