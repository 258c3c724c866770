import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hexByte, isUuid, uuidBytes } from './uuid.ts'

test('every UUID is one in either case, and its bytes are its digits', () => {
  fc.assert(
    fc.property(fc.uuid(), text => {
      expect(isUuid(text)).toBe(true)
      expect(isUuid(text.toUpperCase())).toBe(true)
      expect(Buffer.from(uuidBytes(text)).toString('hex')).toBe(text.replaceAll('-', ''))
    }),
  )
})

test.each([
  [''],
  ['01890a5dac96774bbcceb302099a8057'],
  ['{01890a5d-ac96-774b-bcce-b302099a8057}'],
  ['01890a5d-ac96-774b-bcce-b302099a805g'],
  ['01890a5d-ac96-774b-bcce-b302099a8057\n'],
  ['00000000-0000-0000-0000-000000000000'],
  ['FFFFFFFF-ffff-ffff-ffff-ffffffffffff'],
])('%j is none', text => {
  expect(isUuid(text)).toBe(false)
})

test('bytes of what is no UUID are refused', () => {
  expect(() => uuidBytes('x')).toThrow(expect.objectContaining({ code: 'UUID_TEXT_INVALID' }))
})

test('a byte has two hexadecimal digits, and what has others is none', () => {
  for (let byte = 0; byte < 256; byte++) {
    const digits = byte.toString(16).padStart(2, '0')
    expect([hexByte(`-${digits}`, 1), hexByte(digits.toUpperCase(), 0)]).toEqual([byte, byte])
  }
  for (const text of ['g0', '0g', '/0', '0:', '@0', '0`', 'ÿ0', '\u01610', '', '0', '- ', '\u0000a'])
    expect(hexByte(text, 0)).toBeLessThan(0)
})
