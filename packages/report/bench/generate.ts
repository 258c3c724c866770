/**
 * Millions of plausible events made inside the engine, for measuring questions.
 * The same seed gives the same rows: figures of two runs are comparable.
 */

import type { IndexDriver } from '../src/driver.ts'

/** Rows of one generated block. */
const BLOCK = 100_000

/** Fills `table` with `count` rows of tenant 1 over one year, in blocks as a follower would load them. */
export async function generate(driver: IndexDriver, table: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from)
    await driver.command(blockSql(table, count), { from, rows })
  }
}

/**
 * `n` is the index; `h` a hash of it, whose bits decide everything else; small `actor` and `kind` numbers are frequent.
 * A kind is one combination of application, entity and activity, as a catalogue has them.
 */
function blockSql(table: string, count: number): string {
  const stepMs = Math.floor((365 * 86_400_000) / count)
  return `INSERT INTO ${table} (tenant, \`index\`, occurred_at, recorded_at, given, id, application, activity, category, outcome,
  actor_type, actor_id, actor_name, actor_email, entity_type, entity_id, entity_name,
  \`changes.attribute\`, \`changes.old\`, \`changes.new\`, access_method, ip, user_agent, session_id, region, comment)
SELECT 1, n, fromUnixTimestamp64Milli(toInt64(1735689600000 + n * ${stepMs} + h % 5000), 'UTC') AS at,
  at + toIntervalMillisecond(150), 63468, ${UUID},
  ['UserHub', 'Player', 'Recording', 'Recording Policies', 'Analytics', 'Search', 'Supervisor', 'WFM', 'QM', 'Storage', 'Tenant Management', 'Data Policies'][1 + kind % 12],
  ['Login', 'Logout', 'Change password', 'Update user', 'Playback', 'Search query', 'Edit policy', 'Create team', 'Export', 'Delete recording', 'Update role', 'View report'][1 + kind % 11 % 12],
  ['login', 'logout', 'update', 'update', 'read', 'search', 'update', 'create', 'export', 'delete', 'update', 'read'][1 + kind % 11 % 12],
  if(bitShiftRight(h, 20) % 50 = 0, 'FAILURE', 'SUCCESS'),
  if(actor % 20 = 0, 'system', 'user'), concat('u-', toString(actor)),
  concat(['Clarissa', 'Peter', 'Sally', 'Richard', 'Hugh', 'Lucrezia', 'Septimus', 'Doris'][1 + actor % 8], ' ', ['Dalloway', 'Walsh', 'Seton', 'Whitbread', 'Smith', 'Kilman', 'Bruton'][1 + actor % 7], ' ', toString(actor)),
  concat('person', toString(actor), '@example.com'),
  ['User', 'Team', 'Role', 'Recording', 'Policy', 'Chat', 'Email', 'Report', 'Queue', 'Skill'][1 + kind % 10],
  concat('e-', toString(entity)), concat('Item ', toString(entity)),
  arraySlice(['role', 'team', 'profile.skills', 'status'], 1, changed),
  arraySlice(['"agent"', '"Tier 1"', NULL, 'true'], 1, changed),
  arraySlice(['"supervisor"', concat('"Team ', toString(actor % 300), '"'), '["English","Chat"]', 'false'], 1, changed),
  ['UI', 'API', 'SCIM'][1 + h % 3], concat('10.', toString(actor % 200), '.', toString(h % 250), '.7'),
  'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0', lower(hex(cityHash64(intDiv(n, 40)))), ['EU', 'US', 'APAC'][1 + actor % 3],
  if(h % 12 = 0, 'requested by the customer in the weekly call', '')
FROM (
  SELECT number + {from:UInt64} AS n, cityHash64(n) AS h,
    toUInt32(2000 * pow((h % 100000) / 100000, 2.5)) AS actor,
    toUInt32(200 * pow((bitShiftRight(h, 8) % 10000) / 10000, 2)) AS kind,
    bitShiftRight(h, 24) % 200000 AS entity,
    if(bitShiftRight(h, 16) % 3 = 0, bitShiftRight(h, 18) % 4, 0) AS changed
  FROM numbers({rows:UInt64})
)
SETTINGS max_partitions_per_insert_block = 0, max_insert_block_size = ${BLOCK}, min_insert_block_size_rows = ${BLOCK}, max_threads = 1, max_insert_threads = 1`
}

// Half rising with time, half random, as a version 7 identifier is.
const UUID =
  'reinterpretAsUUID(concat(reinterpretAsFixedString(cityHash64(n, 1)), reinterpretAsFixedString(toUInt64(n) + 1800000000000000000)))'
