/**
 * Which commands fit to what was typed, the best first.
 * Every typed word must be found: at the beginning of a word of the title best, then anywhere in it, then in the hints.
 */

export interface Rankable {
  title: string
  /** Other words that find it. */
  hints?: string
}

export function ranked<T extends Rankable>(commands: readonly T[], typed: string, max: number): T[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  return commands
    .map((command, place) => ({ command, place, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, max)
    .map(({ command }) => command)
}

function scoreOf({ title, hints = '' }: Rankable, words: readonly string[]): number {
  const text = fold(title)
  const starts = text.split(/[^\p{L}\p{N}]+/u)
  let score = 1
  for (const [n, word] of words.entries()) {
    if (n === 0 && text.startsWith(word)) score += 8
    else if (starts.some(start => start.startsWith(word))) score += 4
    else if (text.includes(word)) score += 2
    else if (fold(hints).includes(word)) score += 1
    else return 0
  }
  return score
}

/** Without case and accents: `Goncalves` finds Gonçalves. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
