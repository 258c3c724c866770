/** Guarantees of masking: no hidden value is left anywhere, everything else is as it was. */
import { childPath, type Change, type Json } from '@daybook/event'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { MASK, maskChange, maskValue, withoutHidden } from './mask.ts'
import { hiddenPart, sensitiveLookup } from './sensitive.ts'

const key = fc.constantFrom('email', 'profile', 'phones', 'a.b', '$', '', '__proto__', 'x[0]')
/** Every text of a state is different, so that one that got through is recognised. */
const state = fc.letrec<{ value: Json; object: Record<string, Json> }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.uuid(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(pairs => Object.fromEntries(pairs)),
})).object
const sensitive = fc
  .array(fc.array(key, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
  .map(paths => [...new Set(paths.map(keys => attributeOf(keys)))])

function attributeOf(keys: readonly string[]): string {
  const catalog = [
    {
      application: 'A',
      entities: [{ entity: 'E', sensitive: [pathOf(keys)], activities: [] }],
    },
  ]
  return sensitiveLookup(catalog).of('A', 'E')[0] ?? ''
}
function pathOf(keys: readonly string[]): string {
  return keys.reduce((path, one) => childPath(path, { kind: 'key', key: one }), '')
}

/** Texts below a sensitive attribute, and the others, by walking the state with paths as changes have them. */
function textsOf(
  value: Json,
  path: string,
  attributes: readonly string[],
): { text: string; hidden: boolean }[] {
  if (typeof value === 'string') return [{ text: value, hidden: hiddenPart(path, attributes) === 'whole' }]
  if (Array.isArray(value))
    return value.flatMap((item, position) =>
      textsOf(item, path === '' ? `$[${position}]` : `${path}[${position}]`, attributes),
    )
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) =>
    textsOf(inner, childPath(path, { kind: 'key', key: name }), attributes),
  )
}

it('a state keeps what is not sensitive and nothing else', () => {
  fc.assert(
    fc.property(state, sensitive, (value, attributes) => {
      const masked = JSON.stringify(maskValue(value, '', attributes))
      for (const { text, hidden } of textsOf(value, '', attributes))
        expect(masked.includes(text)).toBe(!hidden)
    }),
  )
})

it('a change of any part of a state shows what the state would show there', () => {
  fc.assert(
    fc.property(state, sensitive, (value, attributes) => {
      const changes: Change[] = Object.entries(value).map(([name, now]) => ({
        attribute: pathOf([name]),
        new: now,
      }))
      const shown = changes.map(change => maskChange(change, attributes))
      const texts = textsOf(value, '', attributes)
      const told = JSON.stringify(shown)
      for (const { text, hidden } of texts) if (hidden) expect(told).not.toContain(text)
      for (const change of shown) if (change.masked !== true) expect(changes).toContainEqual(change)
    }),
  )
})

it('brackets do not get around it, and whether there was a value stays visible', () => {
  expect(maskChange({ attribute: 'phones[0].number', old: '1' }, ['phones'])).toEqual({
    attribute: 'phones[0].number',
    old: MASK,
    masked: true,
  })
  expect(maskChange({ attribute: '$', new: { email: 'a@b', name: 'A' } }, ['email'])).toEqual({
    attribute: '$',
    new: { email: MASK, name: 'A' },
    masked: true,
  })
  const plain = { attribute: 'role', old: 'a', new: 'b' }
  expect(maskChange(plain, ['email', 'role.secret'])).toBe(plain)
  expect(withoutHidden({ attribute: 'email.work', old: 'a', new: 'b' }, ['email'])).toEqual({
    attribute: 'email.work',
  })
})

it('other names of applications and entities count; without an application, any of them', () => {
  const lookup = sensitiveLookup([
    {
      application: 'User Management',
      alsoCalled: ['UserHub'],
      entities: [{ entity: 'User', alsoCalled: ['Account'], sensitive: ['email'], activities: [] }],
    },
    { application: 'Player', entities: [{ entity: 'User', sensitive: ['voice'], activities: [] }] },
  ])
  expect(lookup.of('UserHub', 'Account')).toEqual(['email'])
  expect(lookup.of('Player', 'User')).toEqual(['voice'])
  expect(lookup.of('Nowhere', 'User')).toEqual([])
  expect(lookup.of(undefined, 'User')).toEqual(['email', 'voice'])
  expect(lookup.all).toHaveLength(5)
})
