import { randomBytes } from 'node:crypto'
import type { MethodDefinition } from '@yaoquan/api'
import { holderFinder } from '#domain/evaluation/holders-of-coupons'
import { createRandomPool } from '#encryption/cipher'
import { queryCouponMethod } from '#methods/alibaba.alihealth.nr.crm.coupon.querycoupon'
import type { RefusalSink } from '#methods/keep-refusals'
import { lifecycleMethods } from '#methods/lifecycle-methods'
import type { Method } from '#methods/method'
import { getTimeMethod } from '#methods/taobao.time.get'
import type { Store } from '#store/open-store'
import type { Calculations } from '#turns/calculations'

/** The methods of the gateway on a store, by name. */
export function buildMethods(
  store: Store,
  { refusals, calculations }: Readonly<{ refusals: RefusalSink; calculations: Calculations }>,
): ReadonlyMap<string, Method<MethodDefinition>> {
  const methods = [
    queryCouponMethod({ coupons: store.couponReader, shops: store.shopGroupReader }),
    getTimeMethod,
    ...lifecycleMethods({
      lifecycle: store.lifecycleStore,
      coupons: store.lifecycleReader,
      searcher: store.couponSearcher,
      events: store.eventReader,
      figures: store.figureReader,
      templates: store.templateReader,
      shops: store.shopGroupReader,
      masterData: store.masterDataReader,
      members: store.memberReader,
      erasures: store.erasures,
      orders: store.orderReader,
      redemptions: store.redemptionReader,
      reports: store.dayReports,
      refusals,
      refusalLog: store.refusalLog,
      ruleSources: {
        rules: store.ruleHistory,
        policies: store.storedPolicies,
        groups: store.storedGroups,
        templates: store.templateReader,
      },
      policies: store.policyReader,
      quotes: store.quoteSealer,
      calculations,
      findHolders: holderFinder({
        coupons: store.lifecycleReader,
        templates: store.templateReader,
        members: store.memberReader,
      }),
      randomBytes: createRandomPool(randomBytes),
    }),
  ]
  return new Map(methods.map((method) => [method.definition.name, method]))
}
