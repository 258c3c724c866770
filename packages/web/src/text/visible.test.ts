import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { clip, pieces, visible } from './visible.ts'

describe('text from strangers', () => {
  it.each([
    ['plain, Ünïcode, שלום, 👩‍👩‍👧', 'plain, Ünïcode, שלום, 👩‍👩‍👧'],
    ['user\u202egpj.exe', 'user⟨U+202E⟩gpj.exe'],
    ['a\u0000b\u001b[31mred', 'a⟨NUL⟩b⟨ESC⟩[31mred'],
    ['one\r\ntwo\tthree', 'one⟨CR⟩⏎two⇥three'],
    ['pay\u200bpal', 'pay⟨U+200B⟩pal'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['half \ud83d end', 'half ⟨U+D83D⟩ end'],
    ['tag \u{e0041}', 'tag ⟨U+E0041⟩'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('%j is shown as %j', (text, shown) => expect(visible(text)).toBe(shown))

  it('never keeps a control character, a bidirectional override or half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(c => String.fromCharCode(c)) }),
        text => {
          const shown = visible(text)
          expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]/u)
          expect(shown.isWellFormed()).toBe(true)
        },
      ),
    )
  })

  it('marks exactly the stand-ins, so that a typed ⏎ is not taken for a line break', () => {
    expect(pieces('⏎\n')).toEqual([{ text: '⏎' }, { text: '⏎', stand: true }])
  })

  it('is clipped without cutting a character in half', () => {
    expect(clip('abc', 3)).toBe('abc')
    expect(clip('abcd', 3)).toBe('ab…')
    expect(clip('a😀😀', 3)).toBe('a…')
  })
})
