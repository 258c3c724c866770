/** The followers' door: what the rest of the server uses of them. */

export { DERIVE_FOLLOWER } from './derive-follower.ts'
export { startFollowers, type Followers } from './followers.ts'
export { INDEX_FOLLOWER } from './index-follower.ts'
export type { FollowerObserver } from './observer.ts'
export type { FollowOptions } from './options.ts'
export { fsck, type FsckProgress, type FsckReport } from '../check/fsck.ts'
export { rebuild, type RebuildProgress } from '../check/rebuild.ts'
