/**
 * Starts a server from the environment, or from a file given with --config.
 * Ends with status 1 and a plain message when the configuration or the start fails.
 */
import { parseArgs } from 'node:util'

import { ConfigError, loadConfig } from './config.ts'
import { runServer } from './run.ts'

try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  await runServer(loadConfig({ file: values.config }), text => process.stdout.write(text))
} catch (error) {
  const text =
    error instanceof ConfigError
      ? `The configuration is not usable:\n${error.message}`
      : `Daybook did not start: ${error instanceof Error ? error.message : String(error)}`
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
