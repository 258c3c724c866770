/**
 * A keep-alive HTTP/1.1 connection that costs almost nothing, so that the load generator does not eat the core it measures.
 * Invariant: one request at a time per connection; an answer is its status and the length that its header promised.
 */
import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  body: string
}

export class RawConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', chunk => this.#onData(chunk))
    const fail = (error?: Error) =>
      this.#waiting?.reject(error ?? new Error('the server closed the connection'))
    socket.on('error', fail)
    socket.on('close', () => fail())
  }

  static open(host: string, port: number): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new RawConnection(socket)))
      socket.once('error', reject)
    })
  }

  /** Sends the parts as they are: head first, then the body whose length the head names. */
  send(head: string, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.cork()
      this.#socket.write(head, 'latin1')
      this.#socket.write(body)
      this.#socket.uncork()
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #onData(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1])
    if (Number.isNaN(length)) return this.#waiting?.reject(new Error(`an answer without a length: ${head}`))
    if (this.#received.length < end + 4 + length) return
    const answer = {
      status: Number(head.slice(9, 12)),
      body: this.#received.toString('utf8', end + 4, end + 4 + length),
    }
    this.#received = this.#received.subarray(end + 4 + length)
    this.#waiting?.resolve(answer)
  }
}

export function postHead(path: string, key: string, length: number): string {
  return (
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`
  )
}
