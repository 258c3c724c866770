import { describe, expect, it } from 'vitest'

import { ranked } from './rank.ts'

const commands = [
  { title: 'Changes' },
  { title: 'Saved views', hints: 'favourites' },
  { title: 'Role changes' },
  { title: 'Conceição Gonçalves', hints: 'User user-7' },
]
const titles = (typed: string) => ranked(commands, typed, 10).map(one => one.title)

describe('typed words', () => {
  it('find titles that begin with them first, then words within, then hints', () => {
    expect(titles('cha')).toEqual(['Changes', 'Role changes'])
    expect(titles('views')).toEqual(['Saved views'])
    expect(titles('favour')).toEqual(['Saved views'])
    expect(titles('goncalves user')).toEqual(['Conceição Gonçalves'])
  })

  it('must all be found, and none of them finds everything in its order', () => {
    expect(titles('role views')).toEqual([])
    expect(titles('  ')).toEqual(commands.map(one => one.title))
    expect(ranked(commands, '', 2)).toHaveLength(2)
  })
})
