import { describe, expect, it } from 'vitest'

import { stamp, timeParts } from './time.ts'
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

describe('a time', () => {
  it('is shown in UTC to the millisecond, whatever offset it came with', () => {
    expect(timeParts('2026-11-20T16:41:44.594Z')).toEqual({
      date: '2026-11-20',
      time: '16:41:44',
      millis: '594',
    })
    expect(timeParts('2026-11-20T01:41:44+02:00')).toEqual({
      date: '2026-11-19',
      time: '23:41:44',
      millis: '000',
    })
    expect(timeParts('soon')).toBeUndefined()
  })

  it('is shortened only where there is nothing', () => {
    expect(stamp(Date.UTC(2026, 10, 20, 16, 40))).toBe('2026-11-20 16:40')
    expect(stamp(Date.UTC(2026, 10, 20, 16, 40, 7))).toBe('2026-11-20 16:40:07')
    expect(stamp(Date.UTC(2026, 10, 20, 16, 40, 7, 5))).toBe('2026-11-20 16:40:07.005')
  })
})
