/**
 * Collects the bound values of a statement under names of their own.
 * What a question compares with goes into SQL through here and no other way.
 */

import type { Param, Params } from '../driver.ts'
import type { HiddenSql } from './hidden.ts'

export type ParamType = 'String' | 'Array(String)' | 'Array(UUID)' | 'UInt64' | 'Int64' | 'Array(Int64)'

export class Binder {
  readonly #prefix: string
  readonly #params: Record<string, Param> = {}
  #count = 0
  /** What the asking may not see; absent = they see everything. */
  hidden: HiddenSql | undefined

  /** @param prefix lower-case letters; binders of one statement have different ones */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** The placeholder that stands for the value in SQL. */
  bind(value: Param, type: ParamType): string {
    const name = `${this.#prefix}_${this.#count++}`
    this.#params[name] = value
    return `{${name}:${type}}`
  }

  get params(): Params {
    return this.#params
  }
}
