import type { PrepareParts } from '#domain/job-work/prepare-job'
import type { Store } from './open-store.ts'

/** What drafting and starting a job needs. */
export function jobParts(store: Store): PrepareParts {
  return {
    jobs: store.jobStore,
    lifecycle: store.lifecycleStore,
    coupons: store.lifecycleReader,
    searcher: store.couponSearcher,
    reader: store.couponReader,
    shops: store.shopGroupReader,
    templates: store.templateReader,
    members: store.memberReader,
  }
}
