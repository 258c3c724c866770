/** Guarantees of sealed secrets: only a key that sealed one opens it, only for what it belongs to, and only as it was. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { SecretBox } from './secret-box.ts'
import { openSecretBox } from './secret-keys.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-secrets-'))
})
afterAll(async () => rm(directory, { recursive: true, force: true }))

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]

test('what is sealed is opened, by the same key and for the same thing alone', () => {
  const [box, other] = [new SecretBox([oldKey], randomBytes), new SecretBox([newKey], randomBytes)]
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), fc.nat(), (text, thing, place) => {
      const seal = box.seal(text, thing)
      expect(box.open(seal, thing)).toBe(text)
      expect(box.open(seal, `${thing}x`)).toBeUndefined()
      expect(other.open(seal, thing)).toBeUndefined()
      expect(other.open({ ...seal, key: other.sealing ?? '' }, thing)).toBeUndefined()
      const bytes = Buffer.from(seal.sealed, 'base64url')
      const at = place % bytes.length
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      expect(box.open({ ...seal, sealed: bytes.toString('base64url') }, thing)).toBeUndefined()
      expect(box.open({ ...seal, sealed: seal.sealed.slice(0, 20) }, thing)).toBeUndefined()
      expect(box.seal(text, thing).sealed).not.toBe(seal.sealed)
    }),
    { numRuns: 50 },
  )
})

test('after a rotation the new key seals, and the old one still opens', () => {
  const seal = new SecretBox([oldKey], randomBytes).seal('secret', 'a')
  const both = new SecretBox([newKey, oldKey], randomBytes)
  expect(both.open(seal, 'a')).toBe('secret')
  expect(both.seal('secret', 'a').key).not.toBe(seal.key)
})

test('the file is made once, for its owner alone, and stays behind a key that is set', async () => {
  const file = join(directory, 'secrets.key')
  const first = await openSecretBox({ keys: [], file }, randomBytes)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const text = await readFile(file, 'utf8')
  const again = await openSecretBox({ keys: [], file }, randomBytes)
  expect([again.sealing, await readFile(file, 'utf8')]).toEqual([first.sealing, text])
  const set = await openSecretBox({ keys: [newKey], file }, randomBytes)
  expect(set.sealing).not.toBe(first.sealing)
  expect(set.open(first.seal('secret', 'a'), 'a')).toBe('secret')

  // A new first line is a rotation by hand.
  await writeFile(file, `# since May\n${newKey.toString('base64')}\n${text}`)
  const rotated = await openSecretBox({ keys: [], file }, randomBytes)
  expect([rotated.sealing, rotated.open(first.seal('secret', 'a'), 'a')]).toEqual([set.sealing, 'secret'])
})

test('where no file is made, nothing is sealed without a setting; a file of something else is refused', async () => {
  const none = await openSecretBox({ keys: [] }, randomBytes)
  expect(none.sealing).toBeUndefined()
  expect(() => none.seal('secret', 'a')).toThrow(TypeError)
  const file = join(directory, 'nonsense.key')
  await writeFile(file, 'hunter2\n')
  await expect(openSecretBox({ keys: [], file }, randomBytes)).rejects.toThrow(SyntaxError)
})
