/**
 * Who is told what a follower does: metrics and logs.
 * Nothing that an observer does or throws may change what the follower does next.
 */

export interface FollowerObserver {
  /** A block of `entries` was done, from begin to finish in `ms`. */
  stepped(name: string, entries: number, ms: number): void
  /** Something went wrong; it will be tried again. */
  failed(name: string, error: unknown): void
  /** Entries recorded and not done, and for how many seconds the oldest of them has waited. */
  lag(name: string, entries: number, seconds: number): void
}

export const SILENT_OBSERVER: FollowerObserver = {
  stepped: () => {},
  failed: () => {},
  lag: () => {},
}
