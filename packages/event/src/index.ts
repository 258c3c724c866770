/** The event room: everything that the other rooms and the browser know about an event. */
/** Pure: no clock, no randomness, no input or output; those come in as arguments. */

export * from './types.ts'
export { canonicalise } from './canonical.ts'
export { categoryOf } from './category.ts'
export { toEntry, type Recorded } from './entry.ts'
export { EVENT_ERRORS, EventError, type EventErrorCode } from './errors.ts'
export { fromBase64url, toBase64url } from './base64url.ts'
export { hmacSha256, type Sha256 } from './hmac.ts'
export {
  disclose,
  ENVELOPES,
  envelopesOf,
  leafHash,
  LEAF_VERSION,
  sealEvent,
  SECRET_BYTES,
  verifyDisclosure,
} from './leaf.ts'
export type { Envelope, Sealed, Verified } from './leaf.ts'
export { LIMITS } from './limits.ts'
export {
  normaliseEvent,
  sameContent,
  type Accepted,
  type Normalised,
  type NormaliseContext,
} from './normalise.ts'
export { PROBLEMS, problem, type Problem, type ProblemCode } from './problem.ts'
export { FIELDS } from './shape.ts'
export { parseJson, type Parsed } from './strict.ts'
export { didYouMean, nearest } from './suggest.ts'
export { readTime, type TimeReading } from './timestamp.ts'
export { decodeUtf8, utf8Length } from './utf8.ts'
export { isUuid, uuidBytes } from './uuid.ts'
export { normaliseIp } from './ip.ts'
export { applyChanges } from './apply-changes.ts'
export { childPath, pathSteps, type Step } from './change-path.ts'
export { diffStates } from './diff.ts'
export { acceptText, type AcceptedText, type RefusedEvent } from './accept.ts'
