import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with one plain line, "N passed, N failed, N skipped", that any CI can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string) => tests.filter(test => test.result().state === state).length
    const brokenFiles = modules.filter(
      module => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length
    const failed = count('failed') + brokenFiles + unhandled.length
    console.log(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`)
  }
}
