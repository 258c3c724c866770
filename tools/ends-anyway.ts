import type { Reporter } from 'vitest/node'

/** From the last result to the end of the run: closing workers and servers takes a few seconds. */
const ENDING_MAX_MS = 60_000

/**
 * Ends a run of tests that does not end by itself: a process that a test left behind and that holds the worker's standard
 * error keeps vitest waiting for ever. Such a run is red, whatever its tests said.
 */
export default class EndsAnyway implements Reporter {
  onTestRunEnd(): void {
    const end = () => {
      console.error(
        `\nThe run did not end within ${ENDING_MAX_MS / 1000} s of its last test: a test left a process behind.`,
      )
      process.exit(1)
    }
    setTimeout(end, ENDING_MAX_MS).unref()
  }
}
