/** The catalog: its shape and limits, what it says about events, and how it compares with what occurred. */

export {
  CATALOG_LIMITS,
  catalogProblems,
  categoryLookup,
  type Catalog,
  type CatalogActivity,
  type CatalogApplication,
  type CatalogEntity,
  type CatalogProblem,
  type CategoryLookup,
} from './catalog.ts'
export {
  catalogTotals,
  describeCatalog,
  selectDescribed,
  type CatalogQuestion,
  type CatalogTotals,
  type DescribedActivity,
  type DescribedApplication,
  type DescribedEntity,
  type Observed,
  type Seen,
} from './describe.ts'
export { MASK, maskChange, maskValue, withoutHidden, type MaskedChange } from './mask.ts'
export {
  hiddenPart,
  plainPath,
  sensitiveLookup,
  type SensitiveAttribute,
  lookupOf,
  type SensitiveLookup,
} from './sensitive.ts'
export { editLinkOf, fillEditLink, type LinkedEntity } from './edit-link.ts'
export { editLinkProblem } from './edit-link-template.ts'
