/** Asks again until the answer is the one that is waited for. The limit is the test's own. */
import { setTimeout as pause } from 'node:timers/promises'

import type { ExportView } from '../exports/index.ts'

const EVERY_MS = 10

export async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    await pause(EVERY_MS)
  }
}

/** Nothing more happens to it. */
export const isSettled = ({ state }: ExportView): boolean => state !== 'queued' && state !== 'running'
