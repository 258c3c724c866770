/** `daybook fsck` and `daybook rebuild`: the record held against itself and against its index, and the index made anew. */
import type { FsckReport } from '@daybook/server'
import type { Command } from 'commander'
import { CliError, EXIT, EXIT_CODES_HELP, type ExitCode } from '../errors.ts'
import { count, duration, Progress } from '../progress.ts'
import { loadServer, openEnginesAlone } from '../server.ts'
import type { Terminal } from '../terminal.ts'

const SHOWN_FINDINGS_MAX = 20
const ALONE = 'It opens the engines itself, so no server may be running over the same data directory.'

export function fsckCommand(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command('fsck')
    .summary('check the record and its index')
    .description(
      `Compares every entry of the record with itself and with the index. Changes nothing. ${ALONE}`,
    )
    .option('--json', 'print the whole report as JSON')
    .option('--config <file>', 'settings, as for start')
    .addHelpText(
      'after',
      `\nExamples:\n  daybook fsck\n  daybook fsck --json | jq .findings\n${EXIT_CODES_HELP}`,
    )
    .action(async (options: { json?: boolean; config?: string }) => {
      const { loadConfig, fsck } = await loadServer()
      const abort = new AbortController()
      const progress = new Progress(terminal, 'Checking', 'entries')
      const unwatch = terminal.onInterrupt(() =>
        abort.abort(new CliError('CHECK_FAILED', 'stopped before the end')),
      )
      const engines = await openEnginesAlone(loadConfig({ env: quiet(terminal), file: options.config }))
      try {
        const report = await fsck({
          ...engines,
          signal: abort.signal,
          onProgress: ({ done, total }) =>
            progress.step({ done, ...(total > 0 ? { share: done / total } : {}) }),
        })
        const seconds = progress.end()
        await terminal.out(options.json ? `${JSON.stringify(report)}\n` : describe(report, seconds))
        end(report.ok ? EXIT.OK : EXIT.FAILURE)
      } finally {
        unwatch()
        await engines.close()
      }
    })
}

export function rebuildCommand(program: Command, terminal: Terminal): void {
  program
    .command('rebuild')
    .summary('make the index anew from the record')
    .description(
      `Empties the index and fills it from the record. ${ALONE}\n` +
        'An index that another version of Daybook made is replaced. Killed in the middle, it goes on when the server or this command is started next.',
    )
    .option('--config <file>', 'settings, as for start')
    .addHelpText('after', `\nExample:\n  daybook rebuild\n${EXIT_CODES_HELP}`)
    .action(async (options: { config?: string }) => {
      const { loadConfig, rebuild } = await loadServer()
      const abort = new AbortController()
      const unwatch = terminal.onInterrupt(() => abort.abort())
      const config = loadConfig({ env: quiet(terminal), file: options.config })
      const log = sayingLog(terminal)
      const engines = await openEnginesAlone(config, {}, 'replace')
      const progress = new Progress(terminal, 'Rebuilding the index', 'entries')
      try {
        const { entries } = await rebuild({
          ...engines,
          log,
          clock: terminal.clock,
          signal: abort.signal,
          onProgress: ({ done, total }) =>
            progress.step({ done, ...(total > 0 ? { share: done / total } : {}) }),
        })
        const seconds = progress.end()
        const rate = count(Math.round(entries / seconds))
        await terminal.out(
          `The index holds ${count(entries)} entries again (${duration(seconds)}, ${rate}/s).\n`,
        )
      } finally {
        progress.end()
        unwatch()
        await engines.close()
      }
    })
}

/** Engines log as JSON; beside a progress bar only what is wrong is worth it. */
function quiet(terminal: Terminal): Record<string, string | undefined> {
  return { ...terminal.env, DAYBOOK_LOG_LEVEL: terminal.env['DAYBOOK_LOG_LEVEL'] ?? 'warn' }
}

function sayingLog(terminal: Terminal) {
  const say = (_details: unknown, message?: string) => terminal.say(`${message ?? ''}\n`)
  return { info: () => undefined, warn: say, error: say }
}

function describe(report: FsckReport, seconds: number): string {
  const lines = [
    report.ok
      ? `Record and index agree: ${count(report.entries)} entries (${duration(seconds)}).`
      : `Record and index do not agree: ${count(total(report))} findings over ${count(report.entries)} entries.`,
    ...(report.behind > 0
      ? [`  ${count(report.behind)} entries wait to be indexed; that is not a fault.`]
      : []),
    ...(report.unfinished === undefined
      ? []
      : [`  A ${report.unfinished} is unfinished; the next start of the server ends it.`]),
    ...report.findings.slice(0, SHOWN_FINDINGS_MAX).map(finding => `  ${JSON.stringify(finding)}`),
    ...(report.ok ? [] : ['', 'If the record itself is sound, `daybook rebuild` makes the index anew.']),
  ]
  return `${lines.join('\n')}\n`
}

function total(report: FsckReport): number {
  return Object.values(report.totals).reduce((sum, found) => sum + found, 0)
}
