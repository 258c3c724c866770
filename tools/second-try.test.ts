import { expect, it } from 'vitest'

import { together, worthASecondTry } from './second-try.ts'

const run = (failed: number, failedFiles: string[]) => ({ passed: 100, failed, skipped: 0, failedFiles })

it('only a browser may be late: anything else that fails once has failed', () => {
  expect(worthASecondTry(run(1, ['test/web-reach.test.ts']))).toEqual(['test/web-reach.test.ts'])
  expect(
    worthASecondTry(run(2, ['test/flows/vendors.test.ts', 'packages/record/src/faults.test.ts'])),
  ).toEqual([])
  expect(
    worthASecondTry(run(9, ['test/web.test.ts', 'test/web-pages.test.ts', 'test/web-reach.test.ts'])),
  ).toEqual([])
})

it('an error outside of any test is never tried again', () => {
  expect(worthASecondTry(run(1, []))).toEqual([])
})

it('what fails twice stays failed', () => {
  const first = run(2, ['test/web.test.ts'])
  expect(together(first, { ...run(0, []), passed: 23 })).toEqual({ ...run(0, []), passed: 102 })
  expect(together(first, { ...run(1, ['test/web.test.ts']), passed: 22 })).toMatchObject({
    passed: 101,
    failed: 1,
  })
})
