import fc from 'fast-check'
import { createHmac, hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromBase64url, toBase64url } from './base64url.ts'
import { hmacSha256 } from './hmac.ts'

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer')

test('bytes are written as the platform writes them, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const text = Buffer.from(bytes).toString('base64url')
      expect(toBase64url(bytes)).toBe(text)
      expect(fromBase64url(text)).toEqual(new Uint8Array(bytes))
    }),
  )
})

test.each([['A'], ['AA=='], ['AB'], ['AAB'], ['A+AA'], ['A/AA'], ['A AA'], ['AAA\n'], ['ÄAAA'], ['AAAAA']])(
  '%j is not the text of any bytes',
  text => {
    expect(fromBase64url(text)).toBeUndefined()
  },
)

test('the HMAC is the platform’s, for keys and messages of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 5000 }), (key, message) => {
      const expected = createHmac('sha256', key).update(message).digest('hex')
      expect(Buffer.from(hmacSha256(key, message, sha256)).toString('hex')).toBe(expected)
    }),
  )
})
