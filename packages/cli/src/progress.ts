/**
 * Says how far a long command is.
 * Invariant: on a terminal one line is overwritten a few times a second; elsewhere a plain line comes at most every five seconds.
 */
import type { Terminal } from './terminal.ts'

const TERMINAL_EVERY_MS = 200
const PLAIN_EVERY_MS = 5_000
const BAR_CELLS = 24

export interface Step {
  /** What is counted. */
  done: number
  /** 0 to 1, where it is known. */
  share?: number
  note?: string
}

export class Progress {
  readonly #terminal: Terminal
  readonly #what: string
  readonly #unit: string
  readonly #startedAt: number
  readonly #startedWith: Step
  #lastAt: number
  #shown = false

  /** `from` is what was done before this run: it counts for the share, not for the rate. */
  constructor(terminal: Terminal, what: string, unit: string, from: Step = { done: 0 }) {
    this.#terminal = terminal
    this.#what = what
    this.#unit = unit
    this.#startedAt = terminal.clock()
    this.#startedWith = from
    this.#lastAt = this.#startedAt
  }

  /** Cheap when it is not time yet: may be called for every batch. */
  step(step: Step): void {
    const now = this.#terminal.clock()
    if (now - this.#lastAt < (this.#terminal.isTerminal ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS)) return
    this.#lastAt = now
    const text = this.#describe(step, now)
    if (!this.#terminal.isTerminal) {
      this.#terminal.say(`${text}\n`)
      return
    }
    this.#terminal.say(`\r\u001B[2K${text.slice(0, Math.max(20, this.#terminal.columns() - 1))}`)
    this.#shown = true
  }

  /** Removes the line, so that what is said next stands alone. Returns the seconds since the start. */
  end(): number {
    if (this.#shown) this.#terminal.say('\r\u001B[2K')
    this.#shown = false
    return Math.max(0.001, (this.#terminal.clock() - this.#startedAt) / 1000)
  }

  #describe(step: Step, now: number): string {
    const seconds = Math.max(0.001, (now - this.#startedAt) / 1000)
    const rate = (step.done - this.#startedWith.done) / seconds
    const parts = [`${count(step.done)} ${this.#unit}`, `${count(Math.round(rate))}/s`]
    const remaining = this.#remaining(step, seconds)
    if (remaining !== undefined) parts.push(`${duration(remaining)} left`)
    if (step.note !== undefined) parts.push(step.note)
    const share =
      step.share === undefined ? '' : `${this.#bar(step.share)}${Math.floor(step.share * 100)} %  `
    return `${this.#what}  ${share}${parts.join('  ')}`
  }

  #remaining(step: Step, seconds: number): number | undefined {
    const progressed = (step.share ?? 0) - (this.#startedWith.share ?? 0)
    if (step.share === undefined || progressed <= 0.001) return undefined
    return (seconds / progressed) * (1 - step.share)
  }

  #bar(share: number): string {
    if (!this.#terminal.isTerminal) return ''
    const filled = Math.min(BAR_CELLS, Math.round(share * BAR_CELLS))
    return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} `
  }
}

/** 12345 → `12,345` */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

/** Seconds → `4 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
