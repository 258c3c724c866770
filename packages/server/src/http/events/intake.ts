/**
 * The lines of an NDJSON body, checked and waiting to be recorded.
 * At most LINES_WAITING_MAX lines or BYTES_WAITING_MAX bytes wait: then the socket is not read, and the sender feels it.
 */
import {
  type Accepted,
  acceptText,
  decodeUtf8,
  type NormaliseContext,
  type Problem,
  problem,
} from '@daybook/event'

import { ServerError } from '../../errors.ts'
import { type Line, LINE_BYTES_MAX, LineSplitter } from '../body/lines.ts'

const LINES_WAITING_MAX = 1000
export const BYTES_WAITING_MAX = 4 * 1024 * 1024
/** A sender that lets us wait this long for its next byte is taken to be gone. */
const SILENCE_MS_MAX = 60_000

type Checked = { ok: true; accepted: Accepted } | { ok: false; problems: Problem[] }

export interface CheckedLine {
  number: number
  checked: Checked
}

/** Why no more lines come: the body ended, the server stops, or the body was broken. */
export type IntakeEnd = { complete: true } | { complete: false; error: unknown }

export class Intake {
  readonly #source: AsyncIterable<Uint8Array>
  readonly #context: NormaliseContext
  readonly #splitter = new LineSplitter()
  #waiting: CheckedLine[] = []
  #waitingBytes = 0
  #end: IntakeEnd | undefined
  #wake: () => void = () => {}
  #silence: NodeJS.Timeout | undefined

  constructor(source: AsyncIterable<Uint8Array>, context: NormaliseContext) {
    this.#source = source
    this.#context = context
    void this.#read()
  }

  /** undefined until the last line was taken. */
  get end(): IntakeEnd | undefined {
    return this.#waiting.length === 0 ? this.#end : undefined
  }

  /** All lines that wait, at least one; undefined when there will be no more. */
  async take(): Promise<CheckedLine[] | undefined> {
    while (this.#waiting.length === 0) {
      if (this.#end !== undefined) return undefined
      await this.#change()
    }
    const taken = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    this.#signal()
    return taken
  }

  /** Takes no more lines. Those that wait can still be taken. */
  stop(error: unknown): void {
    if (this.#end === undefined) this.#finish({ complete: false, error })
  }

  // After a stop the rest is read and thrown away: a sender that is still sending could not see its answer otherwise.
  async #read(): Promise<void> {
    try {
      this.#listen()
      for await (const chunk of this.#source) {
        clearTimeout(this.#silence)
        if (this.#end === undefined) await this.#admitAll(this.#splitter.push(chunk))
        this.#signal()
        this.#listen()
      }
      await this.#admitAll(this.#splitter.end())
      this.#finish({ complete: true })
    } catch (error) {
      this.#finish({ complete: false, error })
    }
  }

  async #admitAll(lines: Iterable<Line>): Promise<void> {
    for (const line of lines) if (!(await this.#admit(line))) return
  }

  /** False when the intake has ended meanwhile. */
  async #admit(line: Line): Promise<boolean> {
    while (
      this.#end === undefined &&
      (this.#waiting.length >= LINES_WAITING_MAX || this.#waitingBytes >= BYTES_WAITING_MAX)
    ) {
      await this.#change()
    }
    if (this.#end !== undefined) return false
    if (line.bytes !== undefined && isBlank(line.bytes)) return true
    this.#waiting.push({ number: line.number, checked: checkLine(line, this.#context) })
    this.#waitingBytes += line.bytes?.length ?? 0
    return true
  }

  #finish(end: IntakeEnd): void {
    clearTimeout(this.#silence)
    this.#end ??= end
    this.#signal()
  }

  #listen(): void {
    clearTimeout(this.#silence)
    if (this.#end === undefined)
      this.#silence = setTimeout(() => this.stop(new ServerError('BODY_TIMEOUT')), SILENCE_MS_MAX)
  }

  #signal(): void {
    const wake = this.#wake
    this.#wake = () => {}
    wake()
  }

  /** Resolves at the next change of what waits. Both sides may wait at once, but never for each other. */
  #change(): Promise<void> {
    const previous = this.#wake
    return new Promise(resolve => {
      this.#wake = () => {
        previous()
        resolve()
      }
    })
  }
}

function checkLine(line: Line, context: NormaliseContext): Checked {
  if (line.bytes === undefined)
    return refused(problem('EVENT_TOO_LARGE', '', `The line is longer than ${LINE_BYTES_MAX} bytes.`))
  const text = decodeUtf8(line.bytes)
  if (text === undefined) return refused(problem('UTF8_INVALID', ''))
  const result = acceptText(text, context)
  if (!result.ok)
    return {
      ok: false,
      problems: result.problem === undefined ? (result.refused[0]?.problems ?? []) : [result.problem],
    }
  const accepted = result.batch ? undefined : result.accepted[0]
  if (accepted === undefined)
    return refused(problem('UNKNOWN_FIELD', '/events', 'A line is one event, not a batch.'))
  return { ok: true, accepted }
}

function refused(problem: Problem): Checked {
  return { ok: false, problems: [problem] }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
