import { parseQuery } from '@daybook/query'
import { expect, it } from 'vitest'

import { namedValues, pick, stateOf } from './picking.ts'

const chosen = 'application:"Player" entity:"User" -entity:"Role" activity:"Login" outcome:failure mina'

it('a choice of an application clears the entities and activities chosen within the old one, and keeps exclusions', () => {
  expect(pick(chosen, 'application', 'Search', 'only')).toBe(
    '-entity:"Role" outcome:failure mina application:"Search"',
  )
})

it('a box adds a value, and a second click takes it away again', () => {
  const added = pick('', 'application', 'Player', 'toggle')
  expect(added).toBe('application:"Player"')
  const both = pick(added, 'application', 'Search', 'toggle')
  expect(both).toBe('application:"Player","Search"')
  expect(pick(both, 'application', 'Player', 'toggle')).toBe('application:"Search"')
  expect(pick(added, 'application', 'Player', 'toggle')).toBe('')
})

it('a value is never both wanted and excluded', () => {
  const excluded = pick(chosen, 'application', 'Player', 'exclude')
  expect(stateOf(parseQuery(excluded).query, 'application', 'Player')).toBe('not')
  const again = pick(excluded, 'application', 'Player', 'toggle')
  expect(stateOf(parseQuery(again).query, 'application', 'Player')).toBe('none')
})

it('what was typed without quotation marks is the observed value, and patterns are none', () => {
  const { query } = parseQuery('app:player,sea* -outcome:denied')
  expect(stateOf(query, 'application', 'Player')).toBe('only')
  expect(stateOf(query, 'outcome', 'FAILURE')).toBe('not')
  expect(namedValues(query, 'application')).toEqual({ only: ['player'], not: [] })
})
