/** Runs a task in a thread of its own, and stops it with the job. */
import { Worker } from 'node:worker_threads'

import type { AssembleTask, Assembled } from './task.ts'
import type { Message } from './worker.ts'

const PROGRAM = new URL('./worker.ts', import.meta.url)
/** What a thread holds are a few chunks of rows; more is a mistake that must not take the server along. */
const HEAP_MIB_MAX = 256

/** Rejects with the thread's error, its `code` kept; when the signal is aborted, once the thread has ended. */
export async function assembleInThread(
  task: AssembleTask,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<Assembled> {
  signal.throwIfAborted()
  const worker = new Worker(PROGRAM, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<Assembled>((resolve, reject) => {
      worker.on('message', (message: Message) => {
        if ('rows' in message) onRows(message.rows)
        else if ('assembled' in message) resolve(message.assembled)
        else reject(Object.assign(new Error(message.failed.message), { code: message.failed.code }))
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(signal.aborted ? signal.reason : new Error('the thread ended early')))
    })
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
