/** Which fields an event has, as data. */
/** The only list of field names: validation, suggestions and the JSON Schema read it. */

export const FIELDS = {
  event: [
    'id',
    'occurredAt',
    'occurredOffset',
    'application',
    'activity',
    'category',
    'outcome',
    'outcomeReason',
    'actor',
    'entity',
    'related',
    'changes',
    'state',
    'origin',
    'region',
    'correlation',
    'comment',
    'metadata',
    'source',
  ],
  actor: ['type', 'id', 'name', 'email', 'impersonator'],
  person: ['type', 'id', 'name', 'email'],
  entity: ['type', 'id', 'name'],
  related: ['type', 'id', 'name', 'role'],
  change: ['attribute', 'old', 'new'],
  origin: ['accessMethod', 'ip', 'userAgent', 'sessionId', 'requestId'],
  correlation: ['type', 'id'],
  source: ['name', 'sequence'],
} as const satisfies Record<string, readonly string[]>

/** What Daybook adds: a sender who sends it back is told so. */
export const ADDED_FIELDS: readonly string[] = ['tenant', 'index', 'recordedAt', 'leafHash']
