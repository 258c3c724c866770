export { CLI_ERRORS, CliError, EXIT, type CliErrorCode, type ExitCode } from './errors.ts'
export { run } from './program.ts'
export type { Environment, Terminal } from './terminal.ts'
