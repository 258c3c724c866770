/**
 * Processes that tests start. The end of each is certain: it comes when asked for, at a time limit, or with the test file.
 * None holds an output of the test run, which would wait for as long as anybody does.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { env as ours } from 'node:process'

const SAYS_WITHIN_MS = 60_000
const ENDS_WITHIN_MS = 20_000
const RUNS_MS_MAX = 100_000
/** What a process wrote last may be on its way when it is gone; whoever it left behind may hold the pipe for ever. */
const LAST_WORDS_MS = 2_000

export interface ProcessOptions {
  /** All of its environment; absent = ours. */
  env?: NodeJS.ProcessEnv
  cwd?: string
  uid?: number
  gid?: number
  /** Its standard input, which ends behind this text; absent = at once. */
  stdin?: string
  /** Its standard input stays open for as long as we live. */
  holdStdin?: boolean
  /** What it starts is killed with it. */
  group?: boolean
}

export interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
}

const living = new Set<TestProcess>()

export class TestProcess {
  readonly child: ChildProcessWithoutNullStreams
  /** Resolves when it is gone and what it wrote is here, whenever that is asked. */
  readonly ended: Promise<Ending>
  stdout = ''
  stderr = ''
  readonly #group: boolean

  constructor(file: string, args: readonly string[], options: ProcessOptions = {}) {
    const { stdin, holdStdin = false, group = false, ...how } = options
    this.#group = group
    this.child = spawn(file, args, { ...how, detached: group, stdio: 'pipe' })
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.child.stdin.on('error', () => undefined)
    if (!holdStdin) this.child.stdin.end(stdin)
    living.add(this)
    this.ended = this.#end().finally(() => living.delete(this))
    // Whoever waits for it hears of it; nobody has to.
    this.ended.catch(() => undefined)
  }

  get written(): string {
    return this.stdout + this.stderr
  }

  /** Finds this in what it writes; else the process is killed. @throws with all that it wrote */
  says(pattern: RegExp, withinMs = SAYS_WITHIN_MS): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(this.written)
        if (found === null) return
        settled()
        resolve(found)
      }
      const fail = (why: string) => {
        settled()
        this.kill()
        reject(new Error(`${why} and did not say ${String(pattern)}:\n${this.written}`))
      }
      const late = setTimeout(fail, withinMs, `${withinMs} ms have passed`)
      const settled = () => {
        clearTimeout(late)
        for (const stream of [this.child.stdout, this.child.stderr]) stream.off('data', look)
      }
      for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', look)
      void this.ended.then(look, () => undefined).then(() => fail('It ended'))
      look()
    })
  }

  /** Ends it in order, or not: who does not heed the signal is killed. */
  async end(signal: NodeJS.Signals = 'SIGKILL', withinMs = ENDS_WITHIN_MS): Promise<Ending> {
    this.kill(signal)
    const late = setTimeout(() => this.kill(), withinMs)
    return this.ended.finally(() => clearTimeout(late))
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    const { pid } = this.child
    if (!this.#group || pid === undefined) {
      this.child.kill(signal)
      return
    }
    try {
      if (living.has(this)) process.kill(-pid, signal)
    } catch {
      // All of them are gone already.
    }
  }

  #end(): Promise<Ending> {
    return new Promise((resolve, reject) => {
      let held: NodeJS.Timeout | undefined
      this.child.once('error', reject)
      this.child.once('exit', (code, signal) => {
        held = setTimeout(resolve, LAST_WORDS_MS, { code, signal })
      })
      this.child.once('close', (code, signal) => {
        clearTimeout(held)
        resolve({ code, signal })
      })
    })
  }
}

/** A program of ours, which finds what another has compiled. */
export function startNode(args: readonly string[], options: ProcessOptions = {}): TestProcess {
  const env = { NODE_COMPILE_CACHE: ours['NODE_COMPILE_CACHE'], ...(options.env ?? ours) }
  return new TestProcess(process.execPath, args, { ...options, env })
}

export interface Ran extends Ending {
  stdout: string
  stderr: string
}

/** Waits for its end. @throws when that does not come in time, with all that it wrote */
export async function run(
  started: TestProcess,
  { limitMs = RUNS_MS_MAX }: { limitMs?: number } = {},
): Promise<Ran> {
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    started.kill()
  }, limitMs)
  const ending = await started.ended.finally(() => clearTimeout(late))
  if (isLate) throw new Error(`It did not end within ${limitMs} ms:\n${started.written}`)
  return { ...ending, stdout: started.stdout, stderr: started.stderr }
}

/** Kills what a test has left, such as one that failed before it came to that. */
export async function endThoseLeft(): Promise<void> {
  await Promise.allSettled([...living].map(one => one.end()))
}
