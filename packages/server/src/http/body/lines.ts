/**
 * Cuts a stream of bytes into lines.
 * Holds at most one line of LINE_BYTES_MAX: of a longer line only its number is kept, and the next line is whole again.
 */

/** An event of 32 KiB in normal form, with room for white space and \u escapes. */
export const LINE_BYTES_MAX = 64 * 1024

const NEWLINE = 0x0a

export interface Line {
  /** 1-based, counting empty lines too. */
  number: number
  /** undefined when the line was longer than LINE_BYTES_MAX. */
  bytes: Uint8Array | undefined
}

export class LineSplitter {
  #number = 1
  #parts: Uint8Array[] = []
  #length = 0;

  /** The lines that end in this chunk, without their line feed. The views are valid until the chunk is reused. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#hold(chunk.subarray(start, end))
      yield this.#take()
      start = end + 1
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start))
  }

  /** The last line, when it did not end with a line feed. */
  *end(): Generator<Line> {
    if (this.#length > 0) yield this.#take()
  }

  #hold(part: Uint8Array): void {
    this.#length += part.length
    if (this.#length > LINE_BYTES_MAX) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #take(): Line {
    const number = this.#number++
    const length = this.#length
    const parts = this.#parts
    this.#parts = []
    this.#length = 0
    if (length > LINE_BYTES_MAX) return { number, bytes: undefined }
    return {
      number,
      bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length),
    }
  }
}
