import fc from 'fast-check'
import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { normaliseIp } from './ip.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['::', '::'],
  ['::1', '::1'],
  ['2001:DB8::0001', '2001:db8::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['fe80::', 'fe80::'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:0201', '192.0.2.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('%s is written %s', (text, normal) => {
  expect(normaliseIp(text)).toBe(normal)
  expect(normaliseIp(normal)).toBe(normal)
})

test.each([
  ['1.2.3'],
  ['1.2.3.4.5'],
  ['256.1.1.1'],
  ['01.2.3.4'],
  ['1.2.3.4 '],
  ['localhost'],
  ['1.2.3.4:80'],
  [':'],
  [':::'],
  ['1::2::3'],
  ['1:2:3:4:5:6:7'],
  ['1:2:3:4:5:6:7:8:9'],
  ['1:2:3:4:5:6:7:8::'],
  ['12345::'],
  ['g::'],
  ['fe80::1%eth0'],
  ['[::1]'],
  ['::1.2.3'],
  ['1.2.3.4::'],
  ['::1.2.3.4:5'],
  ['10.0.0.0/8'],
  ['1:'],
  [':1'],
])('%s is no address', text => {
  expect(normaliseIp(text)).toBeUndefined()
})

test('what the platform calls an address has a normal form that it calls one too, and nothing else has', () => {
  const near = fc.string({ unit: fc.constantFrom(...'0123456789abcf:.::..'.split('')), maxLength: 24 })
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near), text => {
      const normal = normaliseIp(text)
      expect(normal !== undefined).toBe(isIP(text) !== 0)
      if (normal !== undefined) expect(isIP(normal)).not.toBe(0)
    }),
    { numRuns: 5000 },
  )
})

test('the normal form is the one that URLs are written with', () => {
  fc.assert(
    fc.property(fc.ipV6(), text => {
      const normal = normaliseIp(text) ?? ''
      if (normal.includes(':')) expect(`[${normal}]`).toBe(new URL(`http://[${text}]/`).hostname)
    }),
    { numRuns: 1000 },
  )
})
