/**
 * The load generator: a process of its own that keeps connections busy for a while and prints what it saw as one line of JSON.
 */
import { readFileSync } from 'node:fs'
import { sampleEvents } from '@daybook/connectors'
import { BodySource } from './bodies.ts'
import { closedLoop, type LoadResult, type Pace } from './closed-loop.ts'
import { postHead, RawConnection } from './raw-http.ts'

export type { LoadResult } from './closed-loop.ts'

export interface LoadRequest extends Pace {
  host: string
  port: number
  key: string
}

export async function generateLoad(request: LoadRequest): Promise<LoadResult> {
  const templates = [...sampleEvents({ events: request.batch, seed: 7, until: Date.now() })]
  return closedLoop(request, async number => {
    const source = new BodySource(templates, (process.pid + number * 257) % 65_536, request.batch > 1)
    const connection = await RawConnection.open(request.host, request.port)
    return {
      events: source.size,
      async send() {
        const body = source.next(Date.now())
        const answer = await connection.send(postHead('/v1/events', request.key, body.length), body)
        return answer.status === 201 ? 'recorded' : String(answer.status)
      },
      close: () => connection.close(),
    }
  })
}

if (import.meta.main) {
  const request = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadRequest
  console.log(JSON.stringify(await generateLoad(request)))
}
