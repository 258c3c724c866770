/** The followers' door: what the rest of the server uses of them. */

export { FOLLOW_ERRORS, FollowError, type FollowErrorCode } from './errors.ts'
export type { Follower, Present } from './follower.ts'
export { followAll, startFollowers, type Followers, type FollowersDeps } from './followers.ts'
export { INDEX_FOLLOWER, indexFollower } from './index-follower.ts'
export { SILENT_OBSERVER, type FollowerObserver } from './observer.ts'
export { FOLLOW_DEFAULTS, type FollowOptions } from './options.ts'
export { fsck, type FsckProgress, type FsckReport } from '../check/fsck.ts'
export { FINDING_KINDS, FINDINGS_MAX, type Finding, type FindingKind } from '../check/findings.ts'
export { rebuild, type RebuildProgress } from '../check/rebuild.ts'
