/**
 * The file that the engine writes in one go. A crash in between costs all of it, and the same bytes come again:
 * a Parquet file has one index at its end, and two million rows take about a second.
 */
import { OutFile } from './assemble/out-file.ts'
import type { Assembled } from './assemble/task.ts'
import { ExportJobError } from './failure.ts'
import { moveFile } from './files.ts'
import { oneAhead } from './one-ahead.ts'

export async function writeParquet(
  bytes: AsyncIterable<Buffer>,
  unfinished: string,
  file: string,
  bytesLeft: number,
  signal: AbortSignal,
): Promise<Assembled> {
  const out = await OutFile.create(unfinished)
  let written = 0
  try {
    for await (const chunk of oneAhead(bytes)) {
      signal.throwIfAborted()
      written += chunk.length
      if (written > bytesLeft) throw new ExportJobError('EXPORT_STORAGE_FULL')
      await out.write(chunk)
    }
  } catch (error) {
    await out.end()
    throw error
  }
  const assembled = await out.end()
  await moveFile(unfinished, file)
  return assembled
}
