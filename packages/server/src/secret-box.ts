/**
 * Seals what has to be used again and must not lie in the record in clear (AES-256-GCM).
 * The first key seals; all of them open, each known by a name that tells nothing about it. A seal is bound to what it
 * belongs to, so that one cannot be put in another's place.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

export const SECRET_KEY_BYTES = 32
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const NAME_CHARACTERS = 16

export interface Sealed {
  /** Base64url of nonce, ciphertext and tag */
  sealed: string
  /** name of the key */
  key: string
}

export class SecretBox {
  readonly #keys: ReadonlyMap<string, Uint8Array>
  readonly #randomBytes: (n: number) => Uint8Array

  /** @param keys of SECRET_KEY_BYTES each; the first seals. Without any nothing can be sealed. */
  constructor(keys: readonly Uint8Array[], randomBytes: (n: number) => Uint8Array) {
    this.#keys = new Map(keys.map(key => [nameOf(key), key]))
    this.#randomBytes = randomBytes
  }

  /** Name of the key that seals; undefined when there is none. */
  get sealing(): string | undefined {
    return this.#keys.keys().next().value
  }

  /** Throws TypeError without a key. @param belongsTo what it can be opened for */
  seal(text: string, belongsTo: string): Sealed {
    const [first] = this.#keys
    if (first === undefined) throw new TypeError('there is no key to seal with')
    const [name, key] = first
    const nonce = this.#randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(belongsTo))
    const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
    return { sealed: Buffer.concat(parts).toString('base64url'), key: name }
  }

  /** Undefined: its key is not here, or it was sealed for something else, or altered. */
  open({ sealed, key: name }: Sealed, belongsTo: string): string | undefined {
    const key = this.#keys.get(name)
    const bytes = Buffer.from(sealed, 'base64url')
    if (key === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
    const cipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    cipher.setAAD(Buffer.from(belongsTo)).setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      const text = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8')
      return text + cipher.final('utf8')
    } catch {
      return undefined
    }
  }
}

function nameOf(key: Uint8Array): string {
  return createHash('sha256')
    .update('daybook secret key\n')
    .update(key)
    .digest('hex')
    .slice(0, NAME_CHARACTERS)
}
