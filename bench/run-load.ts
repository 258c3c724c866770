/** Runs parts of the benchmark in processes of their own, so that their work is not done by the process that is measured. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BareRequest, BareResult } from './bare.ts'
import type { LoadRequest, LoadResult } from './load.ts'
import type { TableLoadRequest } from './load-table.ts'

export const runLoad = (request: LoadRequest): Promise<LoadResult> => runPart('load.ts', request)
export const runTableLoad = (request: TableLoadRequest): Promise<LoadResult> =>
  runPart('load-table.ts', request)
export const runBare = (request: BareRequest): Promise<BareResult> => runPart('bare.ts', request)

async function runPart<T>(script: string, request: object): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
  const file = join(directory, 'request.json')
  writeFileSync(file, JSON.stringify(request))
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, script), file],
      {
        maxBuffer: 16 * 1024 * 1024,
      },
    )
    return JSON.parse(stdout) as T
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
