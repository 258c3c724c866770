/**
 * What the engine inside our process may use: memory, caches, threads.
 * The whole product stays below 2 GiB, so the engine gets one and every cache is small and named here.
 */

const MIB = 1024 * 1024

/** Server settings of the embedded engine; bytes unless the name says otherwise. */
export const CHDB_SERVER_SETTINGS = {
  max_server_memory_usage: 1024 * MIB,
  mark_cache_size: 64 * MIB,
  primary_index_cache_size: 64 * MIB,
  index_mark_cache_size: 32 * MIB,
  index_uncompressed_cache_size: 0,
  uncompressed_cache_size: 0,
  text_index_tokens_cache_size: 32 * MIB,
  text_index_header_cache_size: 32 * MIB,
  text_index_postings_cache_size: 64 * MIB,
  query_condition_cache_size: 16 * MIB,
  compiled_expression_cache_size: 16 * MIB,
  vector_similarity_index_cache_size: 0,
  parquet_metadata_cache_size: 0,
  iceberg_metadata_files_cache_size: 0,
  mmap_cache_size: 0,
  background_pool_size: 2,
  background_common_pool_size: 2,
  background_schedule_pool_size: 4,
  background_move_pool_size: 1,
  background_fetches_pool_size: 1,
  max_thread_pool_size: 256,
  max_thread_pool_free_size: 16,
  max_io_thread_pool_size: 16,
  max_io_thread_pool_free_size: 4,
  max_backups_io_thread_pool_size: 4,
} as const

/** The engine's configuration file. It reads these before the first statement, so they cannot be SET later. */
export function chdbConfigFile(): string {
  const lines = Object.entries(CHDB_SERVER_SETTINGS).map(([name, value]) => `  <${name}>${value}</${name}>`)
  return `<clickhouse>\n${lines.join('\n')}\n</clickhouse>\n`
}
