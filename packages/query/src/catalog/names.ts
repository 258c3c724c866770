/**
 * Names of the catalog's things: a thing is found by its name and by its other names.
 * Maps, never plain objects: names come from senders.
 */

export interface Named {
  /** Other names under which senders report it. */
  alsoCalled?: string[]
}

export function namesOf<T extends Named>(thing: T, nameOf: (thing: T) => string): Set<string> {
  return new Set([nameOf(thing), ...(thing.alsoCalled ?? [])])
}

export function byName<T extends Named>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T> {
  return new Map(things.flatMap(thing => [...namesOf(thing, nameOf)].map(name => [name, thing] as const)))
}
