/** Texts to bytes and bytes to texts, with working memory that is used again. */
/** A view of the working memory is good until the next call; nothing that leaves the room is such a view. */
// In V8 a new byte array of more than 64 bytes costs about a microsecond, more than hashing it.

const encoder = new TextEncoder()
const ascii = new TextDecoder()
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** Working memory that grows to what was asked of it once. */
export class Scratch {
  #memory = new Uint8Array(4096)

  atLeast(bytes: number): Uint8Array<ArrayBuffer> {
    if (this.#memory.length < bytes) this.#memory = new Uint8Array(bytes * 2)
    return this.#memory
  }
}

const encoded = new Scratch()

/** The UTF-8 of a text behind `gap` zero bytes, as a view. */
export function utf8View(text: string, gap = 0): Uint8Array<ArrayBuffer> {
  // A UTF-16 code unit is at most three bytes.
  const memory = encoded.atLeast(gap + text.length * 3)
  memory.fill(0, 0, gap)
  const { written } = encoder.encodeInto(text, gap === 0 ? memory : memory.subarray(gap))
  return memory.subarray(0, gap + written)
}

export function asciiText(bytes: Uint8Array): string {
  return ascii.decode(bytes)
}

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i] as number]
  return text
}
