/** A real receiver of webhooks in this process, on loopback, that keeps what it gets and answers as it is told. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Called {
  headers: Record<string, string>
  body: string
}

export interface HookServer {
  url: string
  calls: Called[]
  /** status of the next answers */
  status: number
  close(): void
}

/** @param onCall called with each call before it is answered */
export async function startHookServer(onCall?: (call: Called) => void): Promise<HookServer> {
  const calls: Called[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = {
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      }
      calls.push(call)
      onCall?.(call)
      response.writeHead(hook.status).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const hook: HookServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    status: 204,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return hook
}
