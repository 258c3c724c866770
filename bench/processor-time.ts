/** What each part of a tree of processes has used of the processors, from /proc: by process, and by thread where threads have names. */
import { readdirSync, readFileSync } from 'node:fs'

/** Part → microseconds since it began. */
export type ProcessorTime = ReadonlyMap<string, number>

const US_PER_TICK = 10_000

/** Of `pid` and its descendants. Threads and processes that ended are counted as a part of their own. */
export function processorTime(pid: number): ProcessorTime {
  const parts = new Map<string, number>()
  const add = (part: string, us: number) => parts.set(part, (parts.get(part) ?? 0) + us)
  for (const process of treeOf(pid)) {
    const fields = statOf(process)
    const name = nameOf(process)
    let ofThreads = 0
    for (const thread of entriesOf(`/proc/${process}/task`)) {
      const [ns = '0'] = read(`/proc/${process}/task/${thread}/schedstat`).split(' ')
      const us = Number(ns) / 1000
      ofThreads += us
      const comm = read(`/proc/${process}/task/${thread}/comm`).trim()
      add(name === 'node' ? `${name}: ${threadName(comm)}` : name, us)
    }
    const whole = (Number(fields[11]) + Number(fields[12])) * US_PER_TICK
    const ended = (Number(fields[13]) + Number(fields[14])) * US_PER_TICK
    if (whole > ofThreads) add(`${name}: threads that ended`, whole - ofThreads)
    add(`${name}: processes that ended`, ended)
  }
  return parts
}

/** What was used between the two. */
export function usedBetween(before: ProcessorTime, after: ProcessorTime): Map<string, number> {
  const used = [...after].map(([part, us]) => [part, us - (before.get(part) ?? 0)] as const)
  return new Map(used.sort(([, a], [, b]) => b - a))
}

/** Threads of a pool have one name; V8 numbers its own. */
function threadName(comm: string): string {
  return comm.replaceAll(/\d+/g, '').trim()
}

function nameOf(process: number): string {
  const [command = ''] = read(`/proc/${process}/cmdline`).split('\0')
  if (command.startsWith('postgres: '))
    return command.replace(/^postgres: \w+: /, 'postgres: ').split(' [')[0] ?? command
  return command.split('/').at(-1) ?? ''
}

function treeOf(pid: number): number[] {
  const tree = [pid]
  const parents = entriesOf('/proc').map(process => ({ process, parent: Number(statOf(process)[1]) }))
  for (let at = 0; at < tree.length; at++)
    for (const { process, parent } of parents) if (parent === tree[at]) tree.push(process)
  return tree
}

/** The fields behind the name, which may hold anything. */
function statOf(process: number): string[] {
  const stat = read(`/proc/${process}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function entriesOf(directory: string): number[] {
  try {
    return readdirSync(directory)
      .filter(name => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
