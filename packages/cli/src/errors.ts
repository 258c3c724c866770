/**
 * How a command ends: a closed table of exit codes, and the errors of the command line itself.
 * Invariant: a script can tell apart "done", "failed", "called wrongly", "done but lines were rejected" and "stopped".
 */

export const EXIT = {
  OK: 0,
  FAILURE: 1,
  USAGE: 2,
  REJECTED: 3,
  INTERRUPTED: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const CLI_ERRORS = {
  USAGE: { status: EXIT.USAGE, text: 'The command was called in a way that it does not understand' },
  KEY_MISSING: { status: EXIT.USAGE, text: 'A key is needed' },
  FORMAT_NEEDED: { status: EXIT.USAGE, text: 'The format of the file cannot be told from its beginning' },
  DATA_DIRECTORY_IN_USE: { status: EXIT.FAILURE, text: 'A server is using the data directory' },
  REJECTS_UNWRITABLE: { status: EXIT.FAILURE, text: 'The file for rejected lines cannot be written' },
  INPUT_SHORTER: { status: EXIT.FAILURE, text: 'The input is shorter than what was already imported of it' },
  EXPORT_FAILED: { status: EXIT.FAILURE, text: 'The export has no file' },
  CHECK_FAILED: { status: EXIT.FAILURE, text: 'The check found differences' },
  BENCH_MISSING: { status: EXIT.FAILURE, text: 'The benchmarks come with the repository only' },
} as const satisfies Record<string, { status: ExitCode; text: string }>

export type CliErrorCode = keyof typeof CLI_ERRORS

export class CliError extends Error {
  readonly code: CliErrorCode
  readonly exitCode: ExitCode

  constructor(code: CliErrorCode, detail?: string, options: { cause?: unknown } = {}) {
    super(detail === undefined ? CLI_ERRORS[code].text : `${CLI_ERRORS[code].text}: ${detail}`, options)
    this.name = 'CliError'
    this.code = code
    this.exitCode = CLI_ERRORS[code].status
  }
}

export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    failed
  2    called wrongly (unknown option, missing key, unknown format)
  3    import: done, but lines were rejected; they are in the file that the summary names
  130  stopped by Ctrl-C; an import goes on from there when it is run again
`
