import { parseQuery } from '@daybook/query'
import { describe, expect, it } from 'vitest'

import type { ActivityRow } from '../../api/types.ts'
import { entitiesIn, searchOf } from './found.ts'

const row = (type: string, id: string | undefined, name?: string): ActivityRow =>
  ({ entity: { type, id, name }, occurredAt: '2026-11-20T10:00:00.000Z' }) as ActivityRow

describe('looking for an entity', () => {
  it.each(['iva', 'Iván Drägan', 'user-4711', 'or', 'app:Player', '"open -(', "O'Brien"])(
    'asks a question that the language takes, whatever is typed: %s',
    typed => {
      expect(parseQuery(searchOf(typed) ?? '').errors).toEqual([])
    },
  )

  it('asks nothing when nothing is typed', () => {
    expect(searchOf('  -- ')).toBeUndefined()
  })

  it('finds each entity once, by its own words and not by those of who did it', () => {
    const rows = [
      row('User', 'u-1', 'Ivan Dragan'),
      row('Team', 't-9', 'Billing'),
      row('User', 'u-1', 'Ivan D.'),
      row('User', undefined, 'Ivan'),
    ]
    expect(entitiesIn(rows, 'dra iv').map(one => [one.type, one.id, one.name])).toEqual([
      ['User', 'u-1', 'Ivan Dragan'],
    ])
    expect(entitiesIn(rows, 'user').map(one => one.id)).toEqual(['u-1'])
  })
})
