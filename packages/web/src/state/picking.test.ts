import { parseQuery } from '@daybook/query'
import { expect, it } from 'vitest'

import { deniedState, namedValues, pick, pickDenied, stateOf } from './picking.ts'

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

it('what was denied is asked for as a failure for a reason, and let go again', () => {
  const asked = pickDenied('outcome:success app:Player', 'only')
  expect(asked).toBe('application:Player outcome:failure reason:*denied*')
  expect(deniedState(parseQuery(asked).query)).toBe('only')
  expect(pickDenied(asked, 'toggle')).toBe('application:Player outcome:failure')
  const without = pickDenied('app:Player', 'exclude')
  expect(without).toBe('application:Player -reason:*denied*')
  expect(pickDenied(without, 'toggle')).toBe('application:Player')
})
