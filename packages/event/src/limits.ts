/** The named limits of one event and of one batch. */
/** Every bound that the room enforces stands here; a text is measured in Unicode characters (code points). */

export const LIMITS = {
  /** UTF-8 bytes of the canonical text of one event. */
  eventBytesMax: 32 * 1024,
  /** Attributes that one event may change. */
  changesMax: 1000,
  /** Arrays and objects inside each other; the event itself is the first. */
  depthMax: 32,
  /** Events of one JSON batch. */
  batchMax: 5000,
  /** Other entities that one event may name. */
  relatedMax: 50,
  /** Problems told about one event; the rest would only hide them. */
  problemsMax: 20,
  /** application, activity, types, role, region, accessMethod, source.name */
  vocabularyMax: 200,
  /** ids of people, entities, sessions and requests */
  idMax: 256,
  /** names of people and entities */
  nameMax: 512,
  /** RFC 5321: 64 + 1 + 255 */
  emailMax: 320,
  attributeMax: 512,
  outcomeReasonMax: 2048,
  userAgentMax: 1024,
  commentMax: 8192,
  /** First and last accepted millisecond: the window that every engine below stores exactly. */
  occurredFrom: '1970-01-01T00:00:00.000Z',
  occurredTo: '2199-12-31T23:59:59.999Z',
  /** Minutes; the widest offset that a common runtime (java.time) can write. */
  offsetMinutesMax: 18 * 60,
} as const
