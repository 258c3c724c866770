/**
 * The catalogs of the tenants in memory, for the door: which category has an event whose sender gave none?
 * What is remembered is asked for again every few seconds, and at once after a change made here; an event never waits
 * for that but for the first of its tenant.
 */
import type { NormaliseContext } from '@daybook/event'
import {
  type Catalog,
  categoryLookup,
  type CategoryLookup,
  sensitiveLookup,
  type SensitiveLookup,
} from '@daybook/query'
import type { EventRecord } from '@daybook/record'
import type { Logger } from 'pino'

const REMEMBER_MS = 5000
const TENANTS_MAX = 1000

interface Remembered {
  version: number
  catalog: Catalog
  lookup: CategoryLookup
  sensitive: SensitiveLookup
  askedAt: number
}

export interface TenantCatalogsDeps {
  record: Pick<EventRecord, 'catalogs'>
  clock: () => number
  newId: () => string
  log: Logger
}

const NONE: Remembered = {
  version: 0,
  catalog: [],
  lookup: () => undefined,
  sensitive: sensitiveLookup([]),
  askedAt: 0,
}

export class TenantCatalogs {
  readonly #deps: TenantCatalogsDeps
  readonly #remembered = new Map<number, Remembered>()
  /** Tenants whose catalog was really read. */
  readonly #read = new Set<number>()
  readonly #asking = new Map<number, Promise<void>>()

  constructor(deps: TenantCatalogsDeps) {
    this.#deps = deps
  }

  /** What normalising this tenant's events needs. It stays good for as long as a stream lasts. */
  async contextOf(tenant: number): Promise<NormaliseContext> {
    // A record that is away is the append's business: it says so better.
    if (!this.#remembered.has(tenant)) await this.#refreshQuietly(tenant)
    return {
      newId: this.#deps.newId,
      categoryOf: (application, entity, activity) => this.#lookup(tenant)(application, entity, activity),
    }
  }

  /**
   * The tenant's sensitive attributes, at most REMEMBER_MS old. Throws what the record throws when nothing can be said:
   * a catalog that cannot be read must not be taken for one that hides nothing.
   */
  async sensitive(tenant: number): Promise<SensitiveLookup> {
    const known = this.#read.has(tenant) ? this.#remembered.get(tenant) : undefined
    const age = this.#deps.clock() - (known?.askedAt ?? 0)
    if (known === undefined) await this.refresh(tenant)
    else if (age >= REMEMBER_MS || age < 0) void this.#refreshQuietly(tenant)
    return (this.#remembered.get(tenant) ?? NONE).sensitive
  }

  /** The catalog as it is now, by application's name. Throws what the record throws. */
  async read(tenant: number): Promise<Catalog> {
    await this.refresh(tenant)
    return this.#remembered.get(tenant)?.catalog ?? []
  }

  /** Asks the record for what is new. */
  async refresh(tenant: number): Promise<void> {
    const askedAt = this.#deps.clock()
    const asked = this.#remembered.get(tenant)
    const stored = await this.#deps.record.catalogs.newerThan(tenant, asked?.version)
    this.#read.add(tenant)
    // Another answer may have come meanwhile: an older catalog never takes the place of a newer one.
    const known = this.#remembered.get(tenant) ?? NONE
    const overtaken = known !== (asked ?? NONE) && (stored?.version ?? 0) <= known.version
    if (stored === undefined || overtaken) {
      this.#remember(tenant, { ...known, askedAt })
      return
    }
    // It was checked when it was taken in.
    const applications = Object.values(stored.applications) as unknown as Catalog
    const catalog = applications.toSorted((a, b) => (a.application < b.application ? -1 : 1))
    this.#remember(tenant, {
      version: stored.version,
      catalog,
      lookup: categoryLookup(catalog),
      sensitive: sensitiveLookup(catalog),
      askedAt,
    })
  }

  #lookup(tenant: number): CategoryLookup {
    const known = this.#remembered.get(tenant)
    const age = this.#deps.clock() - (known?.askedAt ?? 0)
    if (known === undefined || age >= REMEMBER_MS || age < 0) void this.#refreshQuietly(tenant)
    return (known ?? NONE).lookup
  }

  #remember(tenant: number, known: Remembered): void {
    this.#remembered.delete(tenant)
    this.#remembered.set(tenant, known)
    if (this.#remembered.size <= TENANTS_MAX) return
    const oldest = this.#remembered.keys().next()
    if (oldest.done) return
    this.#remembered.delete(oldest.value)
    this.#read.delete(oldest.value)
  }

  #refreshQuietly(tenant: number): Promise<void> {
    const asking =
      this.#asking.get(tenant) ??
      this.refresh(tenant)
        .catch((error: unknown) => {
          this.#deps.log.warn({ tenant, error: String(error) }, 'the catalog could not be read')
          // Not again for every event of a stream.
          this.#remember(tenant, { ...(this.#remembered.get(tenant) ?? NONE), askedAt: this.#deps.clock() })
        })
        .finally(() => this.#asking.delete(tenant))
    this.#asking.set(tenant, asking)
    return asking
  }
}
