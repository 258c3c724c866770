import { describe, expect, it } from 'vitest'

import { corrected, offersFor, problemsOf } from './suggestions.ts'

const facets = {
  actor: [
    { value: 'u-9', label: 'Viktor Orlov', count: 12 },
    { value: 'u-7', label: 'Mina Park', count: 40 },
  ],
  application: [{ value: 'Orlov Imports', count: 3 }],
}
const short = (typed: string, completion?: Parameters<typeof offersFor>[2]) =>
  offersFor(typed, typed.length, completion, facets).map(({ kind, code, label, count }) => [
    kind,
    code + label,
    count,
  ])

describe('what is offered', () => {
  it('is the words themselves, then values of the page, the most frequent first, then fields', () => {
    expect(short('orl')).toEqual([
      ['text', 'orl', undefined],
      ['value', 'actor:Viktor Orlov', 12],
      ['value', 'application:Orlov Imports', 3],
    ])
    expect(short('acto')[1]).toEqual(['field', 'actor:Triggered by', undefined])
  })

  it('is the fields where nothing is typed yet', () => {
    const offers = offersFor('', 0, undefined, facets)
    expect(offers[0]).toMatchObject({
      kind: 'field',
      code: 'application:',
      text: 'application:',
      whole: false,
    })
  })

  it('of a field are its values as the server counted them, and one of them finishes the text', () => {
    const proposals = [{ insert: '"Viktor Orlov"', label: 'Viktor Orlov', description: '', count: 12 }]
    const [offer] = offersFor(
      '-actor:vi',
      9,
      { kind: 'value', prefix: 'vi', start: 7, end: 9, proposals },
      facets,
    )
    expect(offer).toMatchObject({ count: 12, whole: true })
    expect(offer?.text.trim()).toBe('-actor:"Viktor Orlov"')
  })

  it('of a field are values of the page until the server answers', () => {
    expect(short('actor:vi')).toEqual([['value', 'actor:Viktor Orlov', 12]])
    expect(short('application:vi')).toEqual([])
  })

  it('of a closed list is there before the server answers', () => {
    expect(short('outcome:')).toEqual([
      ['value', 'outcome:success', undefined],
      ['value', 'outcome:failure', undefined],
    ])
  })
})

describe('what is wrong', () => {
  it('is told at once for a field that does not exist, with its place and what to write', () => {
    const [problem] = problemsOf('aplication:Player', false)
    expect(problem).toMatchObject({ code: 'QUERY_UNKNOWN_FIELD', start: 0 })
    expect(problem && corrected('aplication:Player', problem)).toBe('application:Player')
  })

  it('is not told of what is merely not finished', () => {
    for (const text of ['actor:', 'actor:"Min', '(actor:x', 'outcome:fai', '-', 'ip:10.']) {
      expect(problemsOf(text, false)).toEqual([])
      expect(problemsOf(text, true)).not.toEqual([])
    }
  })
})
