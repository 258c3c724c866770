#!/usr/bin/env node
/** The `daybook` command of this process. */
import { run } from './program.ts'
import { processTerminal } from './terminal.ts'

// The embedded index asks its questions on these threads; Node's own four would make them wait for each other.
process.env['UV_THREADPOOL_SIZE'] ??= '16'

// A reader that went away (`daybook sample | head`) is no failure.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await run(process.argv.slice(2), processTerminal())
