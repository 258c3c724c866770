export { readCatalog, shippedCatalogs } from './catalogs.ts'
export { CONNECTOR_ERRORS, ConnectorError, SOURCE_PROBLEMS } from './errors.ts'
export type { ConnectorErrorCode, SourceProblem, SourceProblemCode } from './errors.ts'
export { detectSource, SOURCES, sourceNamed } from './formats.ts'
export { openInput, type Input } from './input/open.ts'
export { originalOf } from './source.ts'
export type {
  BadItem,
  ByteStream,
  GoodItem,
  Source,
  SourceEvent,
  SourceItem,
  SourceOptions,
} from './source.ts'
export { catalogue, SAMPLE_SOURCE, sampleCatalog, sampleEvents } from './sample/index.ts'
export type { CatalogueApplication, SampleOptions } from './sample/index.ts'
export { readMapping, shippedMappings } from './csv/shipped.ts'
export * from './sample/index.ts'
