/** Resident memory of a process and all its children, sampled from /proc. Shared pages are counted once, by proportion (PSS). */
import { readdirSync, readFileSync } from 'node:fs'

/** PSS in bytes of `pid` and its descendants; processes that end meanwhile count nothing. */
export function treeMemory(pid: number): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`)
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const belongs = (process: number): boolean => {
    for (let at: number | undefined = process; at && at > 1; at = parents.get(at)) if (at === pid) return true
    return false
  }
  return [...parents.keys()].filter(belongs).reduce((sum, process) => sum + pss(process), 0)
}

function pss(pid: number): number {
  return 1024 * Number(/^Pss: +(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Samples until stopped; gives the largest and the last figure. */
export function watchMemory(pid: number, everyMs: number): () => { peakBytes: number; lastBytes: number } {
  let peakBytes = 0
  let lastBytes = 0
  const sample = () => {
    lastBytes = treeMemory(pid)
    peakBytes = Math.max(peakBytes, lastBytes)
  }
  const timer = setInterval(sample, everyMs)
  return () => {
    clearInterval(timer)
    sample()
    return { peakBytes, lastBytes }
  }
}
