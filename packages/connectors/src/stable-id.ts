/**
 * Ids for what has none: UUID v5 (RFC 9562 §5.5) of the content and of how often it occurred before.
 * Invariant: the same input gives the same ids; two equal lines of one input get two ids.
 */
import { v5 } from 'uuid'

/** The namespace of everything that Daybook imports. Fixed for ever: changing it would double every past import. */
const IMPORT_NAMESPACE = '6f0b7b0e-1d1c-5a52-9c2d-0b3f1c7a4e11'

/** `parts` are joined so that no two different lists give the same name. */
export function stableId(source: string, ...parts: readonly (string | number)[]): string {
  return v5(`${source}\n${parts.length === 1 ? String(parts[0]) : JSON.stringify(parts)}`, IMPORT_NAMESPACE)
}

/** Distinct contents remembered. Equal lines further apart than this count as one: they get the same id. */
const OCCURRENCES_MAX = 1_000_000

/** Counts how often a content occurred before, within a window of distinct contents. */
export class Occurrences {
  readonly #max: number
  #recent = new Map<string, number>()
  #older = new Map<string, number>()

  constructor(max: number = OCCURRENCES_MAX) {
    this.#max = Math.ceil(max / 2)
  }

  /** 0 for the first, 1 for the second … */
  next(content: string): number {
    const before = this.#recent.get(content) ?? this.#older.get(content) ?? 0
    if (this.#recent.size >= this.#max) {
      this.#older = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(content, before + 1)
    return before
  }
}

/** Stable id of a content that may be repeated. The short first id, not the content, is what is remembered. */
export function repeatableId(source: string, content: string, occurrences: Occurrences): string {
  const id = stableId(source, content)
  const before = occurrences.next(id)
  return before === 0 ? id : stableId(source, id, before)
}
