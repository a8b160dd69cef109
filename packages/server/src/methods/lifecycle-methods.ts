import type { MethodDefinition } from '@yaoquan/api'
import { syncOrderMethod } from './alibaba.alihealth.nr.crm.order.sync.ts'
import {
  keepingRefusals,
  refusedClaim,
  refusedExtension,
  refusedHold,
  refusedOrder,
  refusedRedemption,
  refusedReturn,
  refusedVoid,
} from './keep-refusals.ts'
import { type LifecycleDependencies, type Method, withDryRun } from './method.ts'
import { errorResult } from './refused-result.ts'
import { returnInOwnShops } from './return-in-own-shops.ts'
import { evaluateBasketMethod } from './yaoquan.basket.evaluate.ts'
import { listCategoriesMethod } from './yaoquan.category.list.ts'
import { saveCategoriesMethod } from './yaoquan.category.save.ts'
import { claimCouponsMethod } from './yaoquan.coupon.claim.ts'
import { type ExplainDependencies, explainCouponMethod } from './yaoquan.coupon.explain.ts'
import { extendCouponsMethod } from './yaoquan.coupon.extend.ts'
import { getCouponMethod } from './yaoquan.coupon.get.ts'
import { holdCouponMethod } from './yaoquan.coupon.hold.ts'
import { issueCouponsMethod } from './yaoquan.coupon.issue.ts'
import { redeemCouponMethod } from './yaoquan.coupon.redeem.ts'
import { releaseCouponMethod } from './yaoquan.coupon.release.ts'
import { returnCouponMethod } from './yaoquan.coupon.return.ts'
import { searchCouponsMethod } from './yaoquan.coupon.search.ts'
import { voidCouponsMethod } from './yaoquan.coupon.void.ts'
import { listEventsMethod } from './yaoquan.event.list.ts'
import { dailyFiguresMethod } from './yaoquan.figures.daily.ts'
import { overviewFiguresMethod } from './yaoquan.figures.overview.ts'
import { changePhoneMethod } from './yaoquan.member.changePhone.ts'
import { eraseMemberMethod } from './yaoquan.member.erase.ts'
import { exportMemberMethod } from './yaoquan.member.export.ts'
import { getMemberMethod } from './yaoquan.member.get.ts'
import { mergeMembersMethod } from './yaoquan.member.merge.ts'
import { replaceCardMethod } from './yaoquan.member.replaceCard.ts'
import { saveMemberMethod } from './yaoquan.member.save.ts'
import { searchMembersMethod } from './yaoquan.member.search.ts'
import { unmergeMembersMethod } from './yaoquan.member.unmerge.ts'
import { getOrderMethod } from './yaoquan.order.get.ts'
import { searchOrdersMethod } from './yaoquan.order.search.ts'
import { sumCostsMethod } from './yaoquan.reconciliation.cost.ts'
import { getReconciliationMethod } from './yaoquan.reconciliation.get.ts'
import { listDayReportsMethod } from './yaoquan.reconciliation.list.ts'
import { getRedemptionMethod } from './yaoquan.redemption.get.ts'
import { listRedemptionsMethod } from './yaoquan.redemption.list.ts'
import { returnRedemptionMethod } from './yaoquan.redemption.return.ts'
import { uploadRedemptionMethod } from './yaoquan.redemption.upload.ts'
import { getShopMethod } from './yaoquan.shop.get.ts'
import { listShopsMethod } from './yaoquan.shop.list.ts'
import { saveShopsMethod } from './yaoquan.shop.save.ts'
import { closeTemplateMethod } from './yaoquan.template.close.ts'
import { getTemplateMethod } from './yaoquan.template.get.ts'
import { listTemplatesMethod } from './yaoquan.template.list.ts'
import { reopenTemplateMethod } from './yaoquan.template.reopen.ts'
import { saveTemplateMethod } from './yaoquan.template.save.ts'

/** The methods of our own namespace, and the one that syncs orders. */
export function lifecycleMethods(
  dependencies: LifecycleDependencies & ExplainDependencies,
): readonly Method<MethodDefinition>[] {
  const { refusals, redemptions, quotes } = dependencies
  return [
    saveTemplateMethod(dependencies),
    getTemplateMethod(dependencies),
    listTemplatesMethod(dependencies),
    closeTemplateMethod(dependencies),
    reopenTemplateMethod(dependencies),
    withDryRun(issueCouponsMethod, dependencies),
    keepingRefusals(withDryRun(claimCouponsMethod, dependencies), refusals, refusedClaim),
    keepingRefusals(withDryRun(holdCouponMethod, dependencies), refusals, refusedHold),
    keepingRefusals(withDryRun(releaseCouponMethod, dependencies), refusals, refusedHold),
    keepingRefusals(withDryRun(redeemCouponMethod, dependencies), refusals, refusedRedemption(quotes)),
    returnInOwnShops(keepingRefusals(withDryRun(returnCouponMethod, dependencies), refusals, refusedReturn), {
      redemptions,
      refused: { result: errorResult('redemptionNotFound') },
    }),
    keepingRefusals(withDryRun(voidCouponsMethod, dependencies), refusals, refusedVoid),
    keepingRefusals(withDryRun(extendCouponsMethod, dependencies), refusals, refusedExtension),
    getCouponMethod(dependencies),
    searchCouponsMethod(dependencies),
    listEventsMethod(dependencies),
    changePhoneMethod(dependencies),
    eraseMemberMethod(dependencies),
    exportMemberMethod(dependencies),
    getMemberMethod(dependencies),
    mergeMembersMethod(dependencies),
    replaceCardMethod(dependencies),
    saveMemberMethod(dependencies),
    searchMembersMethod(dependencies),
    unmergeMembersMethod(dependencies),
    keepingRefusals(syncOrderMethod(dependencies), refusals, refusedOrder),
    getOrderMethod(dependencies),
    searchOrdersMethod(dependencies),
    getRedemptionMethod(dependencies),
    listRedemptionsMethod(dependencies),
    evaluateBasketMethod(dependencies),
    overviewFiguresMethod(dependencies),
    dailyFiguresMethod(dependencies),
    uploadRedemptionMethod(dependencies),
    explainCouponMethod(dependencies),
    returnInOwnShops(withDryRun(returnRedemptionMethod, dependencies), {
      redemptions,
      refused: { result: { ...errorResult('redemptionNotFound'), coupons: [] } },
    }),
    getReconciliationMethod(dependencies),
    listDayReportsMethod(dependencies),
    sumCostsMethod(dependencies),
    saveShopsMethod(dependencies),
    listShopsMethod(dependencies),
    getShopMethod(dependencies),
    saveCategoriesMethod(dependencies),
    listCategoriesMethod(dependencies),
  ]
}
