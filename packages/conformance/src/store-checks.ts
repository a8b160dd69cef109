import type { Store } from '#server/testing'
import { accessChecks } from './access-checks.ts'
import { couponChecks } from './coupon-checks.ts'
import { eraseChecks } from './erase-checks.ts'
import { erasedTextChecks } from './erased-text-checks.ts'
import { eventChecks } from './event-checks.ts'
import { explainChecks } from './explain-checks.ts'
import { figureChecks } from './figure-checks.ts'
import { handledFindingChecks } from './handled-finding-checks.ts'
import { inactiveMemberChecks } from './inactive-member-checks.ts'
import { jobChecks } from './job-checks.ts'
import { learningChecks } from './learning-checks.ts'
import { lifecycleModelChecks } from './lifecycle-model-checks.ts'
import { concurrentCallChecks, dayTurnChecks, repeatedCallChecks } from './lifecycle-race-checks.ts'
import { masterDataChecks } from './master-data-checks.ts'
import { memberChecks } from './member-checks.ts'
import { memberLifeChecks } from './member-life-checks.ts'
import { namingChecks } from './naming-checks.ts'
import { orderChecks } from './order-checks.ts'
import { pageTagChecks } from './page-tag-checks.ts'
import { peopleChecks } from './people-checks.ts'
import { policyChecks } from './policy-checks.ts'
import { type Checks, programsOf } from './programs.ts'
import { reconciliationChecks } from './reconciliation-checks.ts'
import { redemptionChecks } from './redemption-checks.ts'
import { refusalChecks } from './refusal-checks.ts'
import { removedEventChecks } from './removed-event-checks.ts'
import { reservedCodeChecks } from './reserved-code-checks.ts'
import { retentionChecks } from './retention-checks.ts'
import { returnChecks } from './return-checks.ts'
import { searchChecks } from './search-checks.ts'
import { shopGroupChecks } from './shop-group-checks.ts'
import { signChecks } from './sign-checks.ts'
import { templateChecks } from './template-checks.ts'
import { uploadChecks } from './upload-checks.ts'
import { webhookChecks } from './webhook-checks.ts'

/** A promise that every engine must keep. It throws when the engine does not. */
export type Check = Readonly<{ name: string; run: () => Promise<void> }>

/**
 * Everything that must hold of an engine before it may keep coupons.
 * @param stores two or more, opened on one database of its own; on a cluster, at different nodes
 * @param modelRuns random lifecycles that are compared with a model
 */
export function storeChecks(stores: () => readonly Store[], modelRuns: number): readonly Check[] {
  const groups: readonly (readonly [group: string, checks: Checks])[] = [
    ['access > ', accessChecks],
    ['coupons > ', couponChecks],
    ['events > ', eventChecks],
    ['policies > ', policyChecks],
    ['templates > ', templateChecks],
    ['reserved codes > ', reservedCodeChecks],
    ['groups of shops > ', shopGroupChecks],
    ['names of shops and categories > ', masterDataChecks],
    ['people > ', peopleChecks],
    ['retention > ', retentionChecks],
    ['searches > ', searchChecks()],
    ['redemptions > ', redemptionChecks],
    ['reconciliation > ', reconciliationChecks],
    ['handled findings > ', handledFindingChecks],
    ['learned coupons > ', learningChecks],
    ['uploaded redemptions > ', uploadChecks],
    ['returns > ', returnChecks],
    ['webhooks > ', webhookChecks],
    ['concurrent calls > ', concurrentCallChecks],
    ['a repeated call > ', repeatedCallChecks],
    ['the turn of a day > ', dayTurnChecks],
    ['a signature > ', signChecks],
    ['names > ', namingChecks],
    ['members > ', memberChecks],
    ['members > ', memberLifeChecks],
    ['erased members > ', eraseChecks],
    ['orders > ', orderChecks],
    ['refused calls > ', refusalChecks],
    ['jobs > ', jobChecks],
    ['past moments > ', explainChecks],
    ['texts of erased members > ', erasedTextChecks],
    ['inactive members > ', inactiveMemberChecks],
    ['removed events > ', removedEventChecks],
    ['figures > ', figureChecks],
    ['', lifecycleModelChecks],
    ['', pageTagChecks],
  ]
  return groups.flatMap(([group, checks]) =>
    Object.entries(checks).map(([name, check]) => ({
      name: group + name,
      run: () => check(programsOf(stores(), modelRuns)),
    })),
  )
}
