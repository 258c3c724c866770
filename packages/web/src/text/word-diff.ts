/**
 * Which words of two values differ: the longest run of words that both share stays unmarked, everything else is marked.
 * The segments of a side joined are the side itself, and values that share no word are not marked at all.
 */

export interface Segment {
  text: string
  marked: boolean
}

export interface WordDiff {
  old: Segment[]
  new: Segment[]
}

/** Above so many words on a side (beside a common beginning and end) the whole middle is marked. */
const COMPARED_WORDS_MAX = 400

const WORDS = /(\s+|[,.:;/@()[\]{}"'_-])/
const IS_WORD = /[\p{L}\p{N}]/u

export function wordDiff(before: string, after: string): WordDiff {
  const a = before.split(WORDS).filter(word => word !== '')
  const b = after.split(WORDS).filter(word => word !== '')
  const start = sharedStart(a, b)
  const end = sharedEnd(a, b, start)
  const keptA = a.map((_, i) => i < start || i >= a.length - end)
  const keptB = b.map((_, i) => i < start || i >= b.length - end)
  const middleA = a.slice(start, a.length - end)
  const middleB = b.slice(start, b.length - end)
  if (middleA.length <= COMPARED_WORDS_MAX && middleB.length <= COMPARED_WORDS_MAX)
    for (const [i, j] of sharedPairs(middleA, middleB)) {
      keptA[start + i] = true
      keptB[start + j] = true
    }
  if (!a.some((word, i) => keptA[i] && IS_WORD.test(word))) return { old: plain(before), new: plain(after) }
  return { old: segments(a, keptA), new: segments(b, keptB) }
}

const plain = (text: string): Segment[] => (text === '' ? [] : [{ text, marked: false }])

function sharedStart(a: readonly string[], b: readonly string[]): number {
  let n = 0
  while (n < Math.min(a.length, b.length) && a[n] === b[n]) n += 1
  return n
}

function sharedEnd(a: readonly string[], b: readonly string[], start: number): number {
  let n = 0
  while (n < Math.min(a.length, b.length) - start && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1
  return n
}

/** Places of a longest common subsequence, by the usual table from the end. */
function sharedPairs(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** Neighbours of one kind become one segment; a gap of white space between marked words is marked with them. */
function segments(words: readonly string[], kept: readonly boolean[]): Segment[] {
  const found: Segment[] = []
  for (const [i, text] of words.entries()) {
    const between = kept[i - 1] === false && kept[i + 1] === false && !IS_WORD.test(text)
    const marked = !kept[i] || between
    const last = found.at(-1)
    if (last?.marked === marked) last.text += text
    else found.push({ text, marked })
  }
  return found
}
