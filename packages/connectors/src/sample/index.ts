/** The sample of an audit trail: a simulated contact-centre suite and its catalogue. */

export { catalogue } from './catalogue.ts'
export type { CatalogueActivity, CatalogueApplication, CatalogueEntity } from './catalogue.ts'
export { sampleCatalog } from './described.ts'
export { SAMPLE_DAYS, SAMPLE_SEED, SAMPLE_SOURCE, sampleEvents } from './simulator.ts'
export type { SampleOptions } from './simulator.ts'
