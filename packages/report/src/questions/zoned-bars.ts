/**
 * Bars of time as a wall clock shows them: days begin at local midnight, hours at full local hours.
 * The bars of a zone follow each other without gap or overlap, whether its clock is put forward or back.
 */

import { changeBetween, momentOf, wallOf, type Zone } from '@daybook/query'

import { barOf, startOfBar, type Step } from './steps.ts'

const DAY = 86_400_000

/** Starts of all bars that have a moment from `from` (ms, inclusive) to `to` (exclusive), ascending. */
export function barStarts(step: Step, zone: Zone, from: number, to: number): number[] {
  if (step.unit === 'ms' && step.size < DAY) {
    const starts: number[] = []
    for (let at = startOfPart(step.size, zone, from); at < to; at = nextPart(step.size, zone, at)) {
      starts.push(at)
    }
    return starts
  }
  const starts = new Set<number>()
  const last = barOf(step, wallOf(zone, to - 1))
  for (let bar = barOf(step, wallOf(zone, from)); bar <= last; bar++) {
    starts.add(momentOf(zone, startOfBar(step, bar)))
  }
  // A day that a zone left out has no moment: its start is that of the next one.
  return [...starts].filter(at => at < to)
}

/** When the bar after the one of this moment begins. */
export function nextStart(step: Step, zone: Zone, at: number): number {
  if (step.unit === 'ms' && step.size < DAY)
    return nextPart(step.size, zone, startOfPart(step.size, zone, at))
  const bar = barOf(step, wallOf(zone, at))
  for (let next = bar + 1; ; next++) {
    const start = momentOf(zone, startOfBar(step, next))
    if (start > at) return start
  }
}

/** A part of a day begins where the wall clock shows a multiple of its length, or jumps beyond one. */
function startOfPart(size: number, zone: Zone, at: number): number {
  const candidate = at - remainder(wallOf(zone, at), size)
  if (zone.offsetAt(candidate) === zone.offsetAt(at)) return candidate
  const change = changeBetween(zone, candidate, at)
  return beginsPart(size, zone, change) ? change : startOfPart(size, zone, change - 1)
}

function nextPart(size: number, zone: Zone, start: number): number {
  const candidate = start + size - remainder(wallOf(zone, start), size)
  if (zone.offsetAt(candidate) === zone.offsetAt(start)) return candidate
  const change = changeBetween(zone, start, candidate)
  if (beginsPart(size, zone, change)) return change
  return change + size - remainder(wallOf(zone, change), size)
}

/** @param change a moment at which the clock is put forward or back */
function beginsPart(size: number, zone: Zone, change: number): boolean {
  const wall = wallOf(zone, change)
  const before = wallOf(zone, change - 1)
  return remainder(wall, size) === 0 || Math.floor(wall / size) > Math.floor(before / size)
}

function remainder(value: number, size: number): number {
  return ((value % size) + size) % size
}
