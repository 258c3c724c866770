import { writeFileSync } from 'node:fs'
import { env } from 'node:process'
import type { Reporter, TestModule } from 'vitest/node'

/** What a run of tests came to. A file that could not be run counts as one failure. */
export interface Outcome {
  passed: number
  failed: number
  skipped: number
  /** Paths from the root of the repository. */
  failedFiles: string[]
}

/** Ends a test run with one plain line, "N passed, N failed, N skipped", that any CI can read; the same goes to the file that `DAYBOOK_TEST_OUTCOME` names. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string) => tests.filter(test => test.result().state === state).length
    const failedFiles = modules.filter(module => module.state() === 'failed')
    const brokenFiles = failedFiles.filter(module => [...module.children.allTests('failed')].length === 0)
    const outcome: Outcome = {
      passed: count('passed'),
      failed: count('failed') + brokenFiles.length + unhandled.length,
      skipped: count('skipped'),
      failedFiles: failedFiles.map(module => module.relativeModuleId),
    }
    console.log(`\n${closingLine(outcome)}`)
    const path = env['DAYBOOK_TEST_OUTCOME']
    if (path !== undefined) writeFileSync(path, JSON.stringify(outcome))
  }
}

export function closingLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
