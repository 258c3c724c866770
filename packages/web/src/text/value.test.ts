import { describe, expect, it } from 'vitest'

import { markDifference, valueText } from './value.ts'

describe('a value of a change', () => {
  it('cannot be mistaken for another', () => {
    expect(valueText('Analyst')).toBe('Analyst')
    expect(valueText('')).toBe('""')
    expect(valueText(null)).toBe('null')
    expect(valueText(false)).toBe('false')
    expect(valueText(['English', 'Chat'])).toBe('English, Chat')
    expect(valueText([1, { a: '' }])).toBe('[1,{"a":""}]')
  })

  it('shows which words differ, and none when nothing is shared', () => {
    expect(markDifference('Night shift North', 'Night shift South')).toEqual({
      before: 'Night shift ',
      marked: 'North',
      after: '',
    })
    expect(markDifference('Analyst', 'Supervisor')).toEqual({ before: 'Analyst', marked: '', after: '' })
  })
})
