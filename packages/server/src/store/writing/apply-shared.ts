import type { SharedChanges } from '#domain/lifecycle/shared-changes'
import type { Appliers } from './appliers.ts'
import { applyApps, applyPlacements, applySellers, applySessions } from './apply-apps.ts'
import { applyConsents } from './apply-consents.ts'
import { applyOperators } from './apply-operators.ts'
import { applyWebhooks } from './apply-webhooks.ts'

/** Write changes of apps, sessions, operators, sellers and webhooks, with their events. */
export const sharedAppliers: Pick<Appliers, keyof SharedChanges> = {
  seller: applySellers,
  sellerPlaced: applyPlacements,
  app: applyApps,
  session: applySessions,
  consents: applyConsents,
  operator: applyOperators,
  webhook: applyWebhooks,
}
