/**
 * Makes what a whole test run shares: one PostgreSQL server, on which each test file makes a database of its own, and an
 * empty record to be copied. A machine without one still runs all other tests; those that need it fail and say what to do.
 */
import type { TestProject } from 'vitest/node'

import { makeEmptyRecord } from './empty-record.ts'
import { PostgresServer } from './postgres15.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `url` of the server, or the reason why there is none */
    postgres15: { url: string } | { problem: string }
  }
}

let server: PostgresServer | undefined
let removeEmptyRecord: (() => void) | undefined

export async function setup(project: TestProject): Promise<void> {
  removeEmptyRecord = await makeEmptyRecord()
  try {
    server = await PostgresServer.create()
    project.provide('postgres15', { url: server.url })
  } catch (error) {
    project.provide('postgres15', { problem: String(error) })
  }
}

export async function teardown(): Promise<void> {
  await server?.stop()
  removeEmptyRecord?.()
}
