import type { Outcome } from './closing-line.ts'

/** Tests that drive a browser. */
const BROWSER_FILE = /^test\/(?:web[\w-]*|flows\/[\w-]+)\.test\.ts$/

/** More red files than this are no accident. */
const FILES_MAX = 2

/**
 * Files to run once more, alone and over a new Daybook, before a run is called red. A browser on a machine that does other
 * things, too, now and then is later than any wait; what the server, the record or the index does wrong once is wrong.
 */
export function worthASecondTry({ failed, failedFiles }: Outcome): string[] {
  const browsers = failedFiles.every(file => BROWSER_FILE.test(file))
  return browsers && failed > 0 && failedFiles.length <= FILES_MAX ? failedFiles : []
}

/** Both runs as one: what failed in the first counts as the second left it. */
export function together(first: Outcome, second: Outcome): Outcome {
  const { failed, failedFiles, skipped } = second
  const all = first.passed + first.failed + first.skipped
  return { passed: all - failed - first.skipped, failed, skipped: first.skipped + skipped, failedFiles }
}
