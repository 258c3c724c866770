import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take half a minute or more, whatever their size says. */
const LONG =
  /property|crash|faults|groups|questions|history|embedded\.test|follow\.test|web(-pages|-places)?\.test|vendors\.test|command-line|stop\.test/

/** Starts the longest files first, so that no worker is left with one of them when the other has nothing more to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const long = (file: TestSpecification) => LONG.test(file.moduleId)
    return [...sorted.filter(long), ...sorted.filter(file => !long(file))]
  }
}
