/** Of every test file: no process that it started outlives it. */
import { afterAll } from 'vitest'

import { endThoseLeft } from './processes.ts'

afterAll(endThoseLeft)
