/**
 * Every limit and rhythm of the follower frame, with units in the names.
 * A step is made when `stepReadyEntries` wait or the oldest has waited `stepAgeMs`: fewer, larger blocks cost the index
 * less per entry, and the age bounds how far a report may lag behind a quiet record.
 */

export interface FollowOptions {
  /** a step never holds more */
  stepEntriesMax: number
  /** characters of canonical JSON, after which a step takes no further slice */
  stepBytesMax: number
  /** a step never touches more tenants: bounds the intent that is stored */
  stepTenantsMax: number
  /** as many waiting entries make a step at once */
  stepReadyEntries: number
  /** as long does a single entry wait for company */
  stepAgeMs: number
  /** the same while somebody waits for the index (`?wait=indexed`) */
  stepHurryMs: number
  /** entries asked of the record in one read */
  readEntriesMax: number
  /** reads of different tenants under way at once */
  readsMax: number
  /** a block refused as often in a row is set aside, and its tenants are tried one by one */
  refusalsMax: number
  /** how often other processes' commits are looked for */
  pollMs: number
  /** how long a runner that died keeps others out; renewed every third of it */
  leaseMs: number
}

export const FOLLOW_DEFAULTS: FollowOptions = {
  stepEntriesMax: 20_000,
  stepBytesMax: 16 * 1024 * 1024,
  stepTenantsMax: 1_000,
  stepReadyEntries: 10_000,
  stepAgeMs: 250,
  stepHurryMs: 20,
  readEntriesMax: 2_048,
  readsMax: 4,
  refusalsMax: 4,
  pollMs: 500,
  leaseMs: 10_000,
}
