/** The seed of all property tests of a run: a fixed one, so that a run says the same twice; the soak gives each round another. */
import { env } from 'node:process'
import fc from 'fast-check'

const FIXED = 20_260_504

fc.configureGlobal({
  seed: env['DAYBOOK_TEST_SEED'] === undefined ? FIXED : Number(env['DAYBOOK_TEST_SEED']),
})
