import { accessChecks } from './access-checks.ts'
import { couponChecks } from './coupon-checks.ts'
import { eventChecks } from './event-checks.ts'
import { lifecycleModelChecks } from './lifecycle-model-checks.ts'
import { lifecycleRaceChecks } from './lifecycle-race-checks.ts'
import { pageTagChecks } from './page-tag-checks.ts'
import type { Stores } from './programs.ts'
import { searchChecks } from './search-checks.ts'
import { signChecks } from './sign-checks.ts'
import { type Check, recordChecks } from './suite.ts'
import { webhookChecks } from './webhook-checks.ts'

/**
 * Everything that must hold of an engine before it may keep coupons.
 * @param stores two or more, opened on one database of its own; on a cluster, at different nodes
 * @param modelRuns random lives that are compared with a model
 */
export function storeChecks(stores: Stores, modelRuns: number): readonly Check[] {
  return recordChecks(() => {
    accessChecks(stores)
    couponChecks(stores)
    eventChecks(stores)
    searchChecks(stores)
    webhookChecks(stores)
    lifecycleRaceChecks(stores)
    signChecks(stores)
    lifecycleModelChecks(stores, modelRuns)
    pageTagChecks(stores, Math.ceil(modelRuns / 3))
  })
}
