/** Reads a Parquet file with an independent reader: one object a row, and the types of its columns. */
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

export async function readParquet(file: Buffer): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: arrayOf(file), compressors })
}

/** Name, type and repetition of every column. */
export function parquetColumns(file: Buffer): unknown[] {
  return parquetMetadata(arrayOf(file)).schema.slice(1)
}

function arrayOf(file: Buffer): ArrayBuffer {
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer
}
