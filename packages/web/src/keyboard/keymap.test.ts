import { describe, expect, it } from 'vitest'

import { KEYMAP, presses, SHORTCUT_IDS, type Pressed } from './keymap.ts'

const press = (key: string, held: Partial<Omit<Pressed, 'key'>> & { altGraph?: boolean } = {}): Pressed => ({
  key,
  ctrlKey: held.ctrlKey ?? held.altGraph ?? false,
  metaKey: held.metaKey ?? false,
  altKey: held.altKey ?? held.altGraph ?? false,
  shiftKey: held.shiftKey ?? false,
  getModifierState: name => name === 'AltGraph' && held.altGraph === true,
})
const pressed = (event: Pressed) =>
  SHORTCUT_IDS.filter(id => KEYMAP[id].scope === 'anywhere' && presses(event, id))

describe('a key', () => {
  it.each([
    ['u', {}, ['zone']],
    ['U', {}, ['zone']],
    ['U', { shiftKey: true }, []],
    ['u', { ctrlKey: true }, []],
    ['r', { metaKey: true }, []],
    ['?', { shiftKey: true }, ['help']],
    ['/', { shiftKey: true }, ['search']],
    ['[', { altGraph: true }, ['earlier']],
    ['[', { altKey: true }, []],
    ['k', { ctrlKey: true }, ['commands']],
    ['K', { metaKey: true }, ['commands']],
    ['k', {}, []],
  ] as const)('%s with %j does what the keymap says', (key, held, ids) => {
    expect(pressed(press(key, held))).toEqual(ids)
  })

  it('belongs to one shortcut of its scope', () => {
    const owners = SHORTCUT_IDS.flatMap(id => KEYMAP[id].keys.map(key => `${KEYMAP[id].scope} ${key}`))
    expect(owners).toHaveLength(new Set(owners).size)
  })
})
