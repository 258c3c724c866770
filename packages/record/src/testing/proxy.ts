/**
 * A network between the record and PostgreSQL that breaks when told to.
 * It understands just enough of the protocol to know which statement passes, and breaks exactly one of them.
 */
import { createServer, connect, type Server, type Socket } from 'node:net'

/**
 * - `cutBefore`: the connection ends, the server never sees the statement
 * - `refuse`: the server never sees it, the client is told that it failed
 * - `cutAfter`: the server does it, the connection ends instead of the answer
 * - `errorAfter`: the server does it, the client is told that it failed
 */
export const FAULTS = ['cutBefore', 'refuse', 'cutAfter', 'errorAfter'] as const
export type Fault = (typeof FAULTS)[number]

/** Messages of the client that begin, name and end a statement. */
const PARSE = 'P'
const BIND = 'B'
const SYNC = 'S'
const SIMPLE_QUERY = 'Q'
/** Messages of the server. */
const READY = 'Z'
const PARSED = '1'
const HEADER_BYTES = 5

const SHUTTING_DOWN = '57P01'

interface Armed {
  statement: string
  fault: Fault
  state: string
}

export class FaultyNetwork {
  readonly port: number
  readonly #server: Server
  readonly #target: () => Socket
  readonly #sockets = new Set<Socket>()
  #armed: Armed | undefined
  #down = false
  /** faults that happened */
  fired = 0

  private constructor(server: Server, port: number, target: () => Socket) {
    this.#server = server
    this.port = port
    this.#target = target
  }

  /** `target` opens a connection to the real server. */
  static open(target: () => Socket): Promise<FaultyNetwork> {
    return new Promise(resolve => {
      const server = createServer(client => network.#serve(client))
      let network: FaultyNetwork
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        network = new FaultyNetwork(server, typeof address === 'object' ? (address?.port ?? 0) : 0, target)
        resolve(network)
      })
    })
  }

  /** The next run of the statement of this name meets this fault; `state` is the SQLSTATE of an error. */
  arm(statement: string, fault: Fault, state = SHUTTING_DOWN): void {
    this.#armed = { statement, fault, state }
  }

  /** Down: every connection ends and none begins. */
  setDown(down: boolean): void {
    this.#down = down
    if (down) for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #serve(client: Socket): void {
    if (this.#down) {
      client.destroy()
      return
    }
    const server = this.#target()
    const cut = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.on('error', cut).on('close', () => {
        this.#sockets.delete(socket)
        cut()
      })
    }
    const conversation = new Conversation(client, server, cut, statement => {
      if (this.#armed?.statement !== statement) return undefined
      const armed = this.#armed
      this.#armed = undefined
      this.fired++
      return armed
    })
    client.on('data', data => conversation.fromClient(data))
    server.on('data', data => conversation.fromServer(data))
  }
}

/** One connection: statements go one after another, as the driver sends them. */
class Conversation {
  readonly #client: Socket
  readonly #server: Socket
  readonly #cut: () => void
  readonly #faultOf: (statement: string) => Armed | undefined
  #started = false
  #up = Buffer.alloc(0)
  #down = Buffer.alloc(0)
  /** messages of the statement that is being sent */
  #pending: Buffer[] = []
  #statement = ''
  /** the fault that the answer on its way will meet */
  #awaited: Armed | undefined

  constructor(
    client: Socket,
    server: Socket,
    cut: () => void,
    faultOf: (statement: string) => Armed | undefined,
  ) {
    this.#client = client
    this.#server = server
    this.#cut = cut
    this.#faultOf = faultOf
  }

  fromClient(data: Buffer): void {
    this.#up = Buffer.concat([this.#up, data])
    // The first message has no type.
    if (!this.#started) {
      if (this.#up.length < 4 || this.#up.length < this.#up.readInt32BE(0)) return
      this.#started = true
      const end = this.#up.readInt32BE(0)
      this.#server.write(this.#up.subarray(0, end))
      this.#up = this.#up.subarray(end)
    }
    for (let message = this.#take('up'); message !== undefined; message = this.#take('up'))
      this.#send(message)
  }

  fromServer(data: Buffer): void {
    if (this.#awaited === undefined) {
      this.#client.write(data)
      return
    }
    this.#down = Buffer.concat([this.#down, data])
    for (let message = this.#take('down'); message !== undefined; message = this.#take('down')) {
      const type = String.fromCharCode(message[0] ?? 0)
      // The statement itself is prepared, and the driver must know; what it did stays untold.
      if (type === PARSED && this.#awaited.fault === 'errorAfter') this.#client.write(message)
      if (type !== READY) continue
      if (this.#awaited.fault === 'cutAfter') this.#cut()
      else this.#client.write(Buffer.concat([errorResponse(this.#awaited.state), message]))
      this.#awaited = undefined
      this.#client.write(this.#down)
      this.#down = Buffer.alloc(0)
      return
    }
  }

  #send(message: Buffer): void {
    const type = String.fromCharCode(message[0] ?? 0)
    this.#pending.push(message)
    if (type === PARSE) this.#statement = textAt(message, HEADER_BYTES)
    if (type === BIND)
      this.#statement = textAt(message, HEADER_BYTES + textAt(message, HEADER_BYTES).length + 1)
    if (type !== SYNC && type !== SIMPLE_QUERY) {
      // Passwords and the like wait for no Sync.
      if (type === 'p' || type === 'X') this.#flush()
      return
    }
    const armed = this.#faultOf(this.#statement)
    this.#statement = ''
    if (armed?.fault === 'cutBefore') this.#cut()
    else if (armed?.fault === 'refuse') {
      this.#pending = []
      this.#client.write(Buffer.concat([errorResponse(armed.state), Buffer.from('Z\0\0\0\x05I', 'latin1')]))
    } else {
      this.#awaited = armed
      this.#flush()
    }
  }

  #flush(): void {
    this.#server.write(Buffer.concat(this.#pending))
    this.#pending = []
  }

  #take(from: 'up' | 'down'): Buffer | undefined {
    const buffer = from === 'up' ? this.#up : this.#down
    if (buffer.length < HEADER_BYTES) return undefined
    const end = 1 + buffer.readInt32BE(1)
    if (buffer.length < end) return undefined
    if (from === 'up') this.#up = buffer.subarray(end)
    else this.#down = buffer.subarray(end)
    return buffer.subarray(0, end)
  }
}

function textAt(message: Buffer, at: number): string {
  return message.toString('utf8', at, message.indexOf(0, at))
}

function errorResponse(state: string): Buffer {
  const fields = Buffer.from(`SERROR\0VERROR\0C${state}\0Mfailed by a test\0\0`, 'latin1')
  const head = Buffer.alloc(HEADER_BYTES)
  head.write('E', 'latin1')
  head.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, fields])
}

export function connectTo(place: { host: string; port: number } | { path: string }): Socket {
  return connect(place)
}
