/**
 * Everything of the outside that a command touches, as one argument.
 * Invariant: results go to `out`, everything said about the work goes to `say`, so that a pipe carries results only.
 */
import type { Readable } from 'node:stream'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Terminal {
  /** Resolves when it may go on: a pipe that is read slowly slows the command down. */
  out: (text: string) => Promise<void>
  say: (text: string) => void
  /** Whether `say` reaches a person who sees lines being overwritten. */
  isTerminal: boolean
  columns: () => number
  stdin: Readable
  env: Environment
  clock: () => number
  /** Called at Ctrl-C; returns how to stop listening. */
  onInterrupt: (listener: () => void) => () => void
}

export function processTerminal(): Terminal {
  return {
    out: async text => {
      if (!process.stdout.write(text))
        await new Promise<void>(resolve => process.stdout.once('drain', () => resolve()))
    },
    say: text => {
      process.stderr.write(text)
    },
    isTerminal: process.stderr.isTTY,
    columns: () => process.stderr.columns ?? 80,
    stdin: process.stdin,
    env: process.env,
    clock: Date.now,
    onInterrupt: listener => {
      process.on('SIGINT', listener)
      process.on('SIGTERM', listener)
      return () => {
        process.off('SIGINT', listener)
        process.off('SIGTERM', listener)
      }
    },
  }
}
