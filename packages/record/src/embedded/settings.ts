/**
 * Settings of the embedded server.
 * What is acknowledged is on disk: fsync, full_page_writes and synchronous_commit are on and said so.
 */

/** What no file on disk may change: who may come, and that committed means on disk. */
const FIXED = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
} as const

/** For a machine of 2 cores and 8 GiB that also runs everything else. `ALTER SYSTEM` goes before these. */
const TUNED = {
  max_connections: '40',
  cluster_name: 'daybook',

  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_compression: 'on',
  wal_buffers: '8MB',
  min_wal_size: '64MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '10min',
  checkpoint_completion_target: '0.9',

  shared_buffers: '192MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_workers: '0',
  max_worker_processes: '2',

  // Inserts are all there is: vacuum seldom, gently.
  autovacuum: 'on',
  autovacuum_max_workers: '1',
  autovacuum_vacuum_insert_scale_factor: '0.4',

  // What callers are told anyway is not logged a second time.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '',
  datestyle: 'iso, ymd',
  timezone: 'UTC',
} as const

export function fixedArguments(): string[] {
  return Object.entries(FIXED).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Text of `postgresql.conf`, written before each start. */
export function configurationFile(): string {
  const lines = Object.entries(TUNED).map(([name, value]) => `${name} = '${value}'`)
  return ['# Written by Daybook at each start.', ...lines, ''].join('\n')
}

/** Once a server of this account has a cluster: nobody without the password. */
export const HBA = 'local all all scram-sha-256\n'
