/** What happened, for the flows of the vendors' documents: a few days of four products, counted so that every step has a number. */

const user = (id: string, name: string) => ({ type: 'user', id, name })
const clarissa = user('u-1', 'Clarissa Dalloway')
const septimus = user('u-2', 'Septimus Smith')
const peter = { type: 'User', id: 'u-42', name: 'Peter Walsh' }

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))
const on = (day: string, minute = 0) =>
  new Date(Date.parse(`${day}T08:00:00Z`) + minute * 60_000).toISOString()

/** May 2026 in NICE CXone: 12 chats viewed in May by two people, 3 in June, 5 mails, 9 sign-ins of which 2 failed. */
const cxone = [
  ...many(12, n => ({
    occurredAt: on(`2026-05-${String(n + 2).padStart(2, '0')}`, n),
    application: 'Interaction Analytics',
    activity: 'Interaction Viewed',
    actor: n % 3 === 0 ? septimus : clarissa,
    entity: { type: 'Chat', id: `chat-${n}` },
  })),
  ...many(3, n => ({
    occurredAt: on('2026-06-02', n),
    application: 'Interaction Analytics',
    activity: 'Interaction Viewed',
    actor: clarissa,
    entity: { type: 'Chat', id: `chat-june-${n}` },
  })),
  ...many(5, n => ({
    occurredAt: on('2026-05-11', n),
    application: 'Interaction Analytics',
    activity: 'Interaction Viewed',
    actor: septimus,
    entity: { type: 'Email', id: `mail-${n}` },
  })),
  ...many(9, n => ({
    occurredAt: on('2026-05-12', n),
    application: 'UserHub',
    activity: 'Login',
    outcome: n < 2 ? 'FAILURE' : 'SUCCESS',
    actor: user(`a-${n}`, `Agent ${n}`),
    entity: { type: 'User', id: `a-${n}`, name: `Agent ${n}` },
  })),
]

/** The life of one user in UserHub: created, given a user name, then another one and another role. */
const changes = [
  {
    occurredAt: on('2026-05-04'),
    application: 'UserHub',
    activity: 'Create user',
    actor: clarissa,
    entity: peter,
    changes: [
      { attribute: 'userName', new: 'pwalsh' },
      { attribute: 'role', new: 'Agent' },
    ],
  },
  {
    occurredAt: on('2026-05-20'),
    application: 'UserHub',
    activity: 'Update user',
    actor: septimus,
    entity: peter,
    changes: [
      { attribute: 'userName', old: 'pwalsh', new: 'peter.walsh' },
      { attribute: 'role', old: 'Agent', new: 'Supervisor' },
    ],
  },
]

const commbox = [
  {
    occurredAt: on('2026-07-06'),
    application: 'CommBox',
    activity: 'Edit setting',
    category: 'update',
    actor: user('c-1', 'Dana Levi'),
    entity: { type: 'Setting', id: 's-1', name: 'Idle timeout' },
    changes: [{ attribute: 'minutes', old: 10, new: 15 }],
  },
  {
    occurredAt: on('2026-07-07'),
    application: 'CommBox',
    activity: 'Login failed',
    category: 'login',
    outcome: 'FAILURE',
    actor: user('c-1', 'Dana Levi'),
    entity: { type: 'Login/Logout', id: 'c-1', name: 'Dana Levi' },
  },
  {
    occurredAt: on('2026-07-20'),
    application: 'CommBox',
    activity: 'Close conversation',
    category: 'update',
    actor: { type: 'bot', id: 'b-1', name: 'Closing bot' },
    entity: { type: 'Conversation', id: 'w-77', name: '77' },
    changes: [{ attribute: 'status', old: 'open', new: 'closed' }],
  },
]

const liveperson = [
  {
    occurredAt: on('2026-08-03'),
    application: 'Conversational Cloud',
    activity: 'Edit user',
    category: 'update',
    actor: user('l-1', 'Noa Katz'),
    entity: { type: 'Users', id: 'lp-9', name: 'Ravi Iyer' },
    changes: [{ attribute: 'Member of', old: 'Sales', new: 'Retention' }],
  },
  {
    occurredAt: on('2026-08-04'),
    application: 'Conversational Cloud',
    activity: 'Add skill',
    category: 'create',
    actor: user('l-1', 'Noa Katz'),
    entity: { type: 'Skills', id: 'sk-1', name: 'Billing' },
    changes: [{ attribute: 'Name', new: 'Billing' }],
  },
  {
    occurredAt: on('2026-08-05'),
    application: 'Conversational Cloud',
    activity: 'Login',
    actor: user('l-1', 'Noa Katz'),
    entity: { type: 'Users', id: 'l-1', name: 'Noa Katz' },
  },
]

const eightByEight = [
  {
    occurredAt: on('2026-09-07', 1),
    application: 'platform',
    activity: 'update',
    actor: { ...user('8-1', 'Omar Haddad'), impersonator: user('8-s', '8x8 Support') },
    entity: { type: 'user', id: '8u-5', name: 'Lena Vogel' },
    changes: [
      { attribute: 'extension', old: '1001', new: '1002' },
      { attribute: 'voicemail', new: true },
    ],
    region: 'United States',
  },
  {
    occurredAt: on('2026-09-07', 2),
    application: 'platform',
    activity: 'create',
    actor: user('8-1', 'Omar Haddad'),
    entity: { type: 'extension', id: 'x-1002' },
    correlation: { type: 'user', id: '8u-5' },
    region: 'United States',
  },
  {
    occurredAt: on('2026-09-08'),
    application: 'VCCSS',
    activity: 'update',
    actor: user('8-2', 'Mei Tan'),
    entity: { type: 'queue', id: 'q-3', name: 'Sales queue' },
    state: { name: 'Sales queue', priority: 2 },
    region: 'Asia/Pacific',
  },
  {
    occurredAt: on('2026-09-09'),
    application: 'VCCSS',
    activity: 'update',
    actor: user('8-2', 'Mei Tan'),
    entity: { type: 'queue', id: 'q-3', name: 'Sales queue' },
    state: { name: 'Sales queue', priority: 5 },
    region: 'Asia/Pacific',
  },
]

export const flowEvents: readonly object[] = [
  ...cxone,
  ...changes,
  ...commbox,
  ...liveperson,
  ...eightByEight,
]

/** Where 8x8's users and CXone's are edited. */
export const flowCatalog = {
  applications: [
    {
      application: 'platform',
      entities: [{ entity: 'user', activities: [], editLink: 'https://admin.8x8.example/users/{entity.id}' }],
    },
    {
      application: 'UserHub',
      entities: [{ entity: 'User', activities: [], editLink: 'https://userhub.example/users/{entity.id}' }],
    },
  ],
}
