/**
 * The SETTINGS that end every statement.
 * They stand in the SQL text because settings given beside it would leak into later statements of an embedded connection.
 */

const MIB = 1024 * 1024

/** Limits of one question. Its threads are the last to get a core, where the process may say so (CAP_SYS_NICE). */
export const QUESTION_LIMITS = {
  secondsMax: 20,
  memoryBytesMax: 512 * MIB,
  groupedInMemoryBytesMax: 128 * MIB,
  niceness: 5,
} as const
/** Limits of one long answer, such as the rows of a whole tenant. */
export const STREAM_LIMITS = { secondsMax: 3600, memoryBytesMax: 384 * MIB } as const

/**
 * Limits of one statement of an export. It may use both cores for the moment that a part takes; how many exports run
 * side by side is bounded above. What does not fit into memory while it is sorted goes to disk.
 */
export const EXPORT_LIMITS = {
  secondsMax: 3600,
  memoryBytesMax: 512 * MIB,
  sortedInMemoryBytesMax: 96 * MIB,
  threadsMax: 2,
} as const

// By default the engine gives a statement one thread for each free GiB of its memory: of our one GiB that is one thread.
// The limit of a statement bounds its memory, so it may use every core, behind whatever else wants them.
// Which parts and counts a statement needs is found on its own thread: the engine would start threads for each of its
// counts anew, and they cost more than they find. Measured over forty parts: 6 ms of processor time a statement of counts.
export const QUESTION_SETTINGS: string = settings({
  max_execution_time: QUESTION_LIMITS.secondsMax,
  max_memory_usage: QUESTION_LIMITS.memoryBytesMax,
  max_threads_min_free_memory_per_thread: 0,
  max_threads_for_indexes: 1,
  os_threads_nice_value_query: QUESTION_LIMITS.niceness,
  output_format_json_quote_64bit_integers: 0,
})

// The newest rows lie in the newest parts: others are opened only when the order has come to them, and nothing is read ahead.
export const IN_ORDER_SETTINGS: string = `${QUESTION_SETTINGS}${more({
  read_in_order_use_virtual_row: 1,
  read_in_order_use_buffering: 0,
})}`

// As many groups as there are rows find no room in memory; the rest goes to disk.
export const GROUPS_SETTINGS: string = `${QUESTION_SETTINGS}${more({
  max_bytes_before_external_group_by: QUESTION_LIMITS.groupedInMemoryBytesMax,
  max_bytes_ratio_before_external_group_by: 0,
})}`

/** Behind the settings of a question that counts by kinds and actors: parts of the daily deeds may seem fewer, but have more rows. */
export const DEEDS_SETTINGS: string = more({ preferred_optimize_projection_name: "'deeds'" })

export const STREAM_SETTINGS: string = settings({
  max_execution_time: STREAM_LIMITS.secondsMax,
  max_memory_usage: STREAM_LIMITS.memoryBytesMax,
  max_threads: 1,
  output_format_json_quote_64bit_integers: 0,
})

export const EXPORT_SETTINGS: string = settings({
  max_execution_time: EXPORT_LIMITS.secondsMax,
  max_memory_usage: EXPORT_LIMITS.memoryBytesMax,
  max_bytes_before_external_sort: EXPORT_LIMITS.sortedInMemoryBytesMax,
  max_bytes_ratio_before_external_sort: 0,
  max_threads: EXPORT_LIMITS.threadsMax,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_escape_forward_slashes: 0,
})

/** Sorted whole instead of read in order, because only then blocks, and with them row groups, are always cut alike. */
export const PARQUET_SETTINGS: string = more({
  optimize_read_in_order: 0,
  output_format_parquet_row_group_size: 250_000,
  output_format_parquet_compression_method: `'zstd'`,
})

/** @param separator one of CSV_SEPARATORS */
export function csvSettings(separator: string): string {
  const written = separator === '\t' ? '\\t' : separator
  return more({ format_csv_delimiter: `'${written}'`, output_format_csv_crlf_end_of_line: 1 })
}

/**
 * One block of entries is one insert: nothing may split it, and it may hold events of any month.
 * A token makes the engine drop a block that it already has.
 */
export function insertSettings(token: string): string {
  return settings({
    insert_deduplication_token: `'${token}'`,
    max_partitions_per_insert_block: 0,
    throw_on_max_partitions_per_insert_block: 0,
    max_insert_block_size: 10_000_000,
    min_insert_block_size_rows: 10_000_000,
    min_insert_block_size_bytes: 0,
    input_format_parallel_parsing: 0,
    async_insert: 0,
    insert_distributed_sync: 1,
  })
}

/**
 * A delete that has happened when its statement is answered. As an update of the rows' mask alone: rewriting every part
 * that the statement might concern takes 50 times as long. While such a patch is there the engine answers summaries from
 * rows instead of counts: exact, only slower, until merges have taken it in and the old parts are gone.
 */
export const DELETE_SETTINGS: string = settings({
  lightweight_delete_mode: `'lightweight_update'`,
  lightweight_deletes_sync: 2,
  mutations_sync: 2,
})

type Settings = Readonly<Record<string, string | number>>

function settings(values: Settings): string {
  return `SETTINGS ${pairs(values)}`
}

/** Behind the settings of a statement. */
function more(values: Settings): string {
  return `, ${pairs(values)}`
}

function pairs(values: Settings): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
}
