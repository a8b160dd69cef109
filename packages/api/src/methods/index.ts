import { queryCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
import { syncOrder } from './alibaba.alihealth.nr.crm.order.sync.ts'
import { getTime } from './taobao.time.get.ts'
import { evaluateBasket } from './yaoquan.basket.evaluate.ts'
import { listCategories } from './yaoquan.category.list.ts'
import { saveCategories } from './yaoquan.category.save.ts'
import { claimCoupons } from './yaoquan.coupon.claim.ts'
import { explainCoupon } from './yaoquan.coupon.explain.ts'
import { extendCoupons } from './yaoquan.coupon.extend.ts'
import { getCoupon } from './yaoquan.coupon.get.ts'
import { holdCoupon } from './yaoquan.coupon.hold.ts'
import { issueCoupons } from './yaoquan.coupon.issue.ts'
import { redeemCoupon } from './yaoquan.coupon.redeem.ts'
import { releaseCoupon } from './yaoquan.coupon.release.ts'
import { returnCoupon } from './yaoquan.coupon.return.ts'
import { searchCoupons } from './yaoquan.coupon.search.ts'
import { voidCoupons } from './yaoquan.coupon.void.ts'
import { listEvents } from './yaoquan.event.list.ts'
import { dailyFigures } from './yaoquan.figures.daily.ts'
import { overviewFigures } from './yaoquan.figures.overview.ts'
import { changePhone } from './yaoquan.member.changePhone.ts'
import { eraseMember } from './yaoquan.member.erase.ts'
import { exportMember } from './yaoquan.member.export.ts'
import { getMember } from './yaoquan.member.get.ts'
import { mergeMembers } from './yaoquan.member.merge.ts'
import { replaceCard } from './yaoquan.member.replaceCard.ts'
import { saveMember } from './yaoquan.member.save.ts'
import { searchMembers } from './yaoquan.member.search.ts'
import { unmergeMembers } from './yaoquan.member.unmerge.ts'
import { getOrder } from './yaoquan.order.get.ts'
import { searchOrders } from './yaoquan.order.search.ts'
import { getReconciliation } from './yaoquan.reconciliation.get.ts'
import { getRedemption } from './yaoquan.redemption.get.ts'
import { listRedemptions } from './yaoquan.redemption.list.ts'
import { returnRedemption } from './yaoquan.redemption.return.ts'
import { uploadRedemption } from './yaoquan.redemption.upload.ts'
import { getShop } from './yaoquan.shop.get.ts'
import { listShops } from './yaoquan.shop.list.ts'
import { saveShops } from './yaoquan.shop.save.ts'
import { closeTemplate } from './yaoquan.template.close.ts'
import { getTemplate } from './yaoquan.template.get.ts'
import { listTemplates } from './yaoquan.template.list.ts'
import { reopenTemplate } from './yaoquan.template.reopen.ts'
import { saveTemplate } from './yaoquan.template.save.ts'

export { queryCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
export { syncOrder } from './alibaba.alihealth.nr.crm.order.sync.ts'
export { getTime } from './taobao.time.get.ts'
export { evaluateBasket } from './yaoquan.basket.evaluate.ts'
export { listCategories } from './yaoquan.category.list.ts'
export { saveCategories } from './yaoquan.category.save.ts'
export { claimCoupons } from './yaoquan.coupon.claim.ts'
export { explainCoupon } from './yaoquan.coupon.explain.ts'
export { extendCoupons } from './yaoquan.coupon.extend.ts'
export { detailedCouponFields, getCoupon } from './yaoquan.coupon.get.ts'
export { holdCoupon } from './yaoquan.coupon.hold.ts'
export { issueCoupons } from './yaoquan.coupon.issue.ts'
export { redeemCoupon } from './yaoquan.coupon.redeem.ts'
export { releaseCoupon } from './yaoquan.coupon.release.ts'
export { returnCoupon } from './yaoquan.coupon.return.ts'
export { searchCoupons } from './yaoquan.coupon.search.ts'
export { voidCoupons } from './yaoquan.coupon.void.ts'
export { listEvents } from './yaoquan.event.list.ts'
export { dailyFigures } from './yaoquan.figures.daily.ts'
export { overviewFigures } from './yaoquan.figures.overview.ts'
export { changePhone } from './yaoquan.member.changePhone.ts'
export { eraseMember } from './yaoquan.member.erase.ts'
export { exportMember } from './yaoquan.member.export.ts'
export { getMember } from './yaoquan.member.get.ts'
export { mergeMembers } from './yaoquan.member.merge.ts'
export { replaceCard } from './yaoquan.member.replaceCard.ts'
export { saveMember } from './yaoquan.member.save.ts'
export { searchMembers } from './yaoquan.member.search.ts'
export { unmergeMembers } from './yaoquan.member.unmerge.ts'
export { getOrder } from './yaoquan.order.get.ts'
export { searchOrders } from './yaoquan.order.search.ts'
export { getReconciliation } from './yaoquan.reconciliation.get.ts'
export { getRedemption } from './yaoquan.redemption.get.ts'
export { listRedemptions } from './yaoquan.redemption.list.ts'
export { returnRedemption } from './yaoquan.redemption.return.ts'
export { uploadRedemption } from './yaoquan.redemption.upload.ts'
export { getShop } from './yaoquan.shop.get.ts'
export { listShops } from './yaoquan.shop.list.ts'
export { saveShops } from './yaoquan.shop.save.ts'
export { closeTemplate } from './yaoquan.template.close.ts'
export { getTemplate } from './yaoquan.template.get.ts'
export { listTemplates } from './yaoquan.template.list.ts'
export { reopenTemplate } from './yaoquan.template.reopen.ts'
export { saveTemplate } from './yaoquan.template.save.ts'

/** Every method of the API, by wire name. */
export const methods = {
  [queryCoupon.name]: queryCoupon,
  [syncOrder.name]: syncOrder,
  [getTime.name]: getTime,
  [getCoupon.name]: getCoupon,
  [holdCoupon.name]: holdCoupon,
  [issueCoupons.name]: issueCoupons,
  [redeemCoupon.name]: redeemCoupon,
  [releaseCoupon.name]: releaseCoupon,
  [returnCoupon.name]: returnCoupon,
  [voidCoupons.name]: voidCoupons,
  [extendCoupons.name]: extendCoupons,
  [listEvents.name]: listEvents,
  [claimCoupons.name]: claimCoupons,
  [closeTemplate.name]: closeTemplate,
  [getTemplate.name]: getTemplate,
  [listTemplates.name]: listTemplates,
  [reopenTemplate.name]: reopenTemplate,
  [saveTemplate.name]: saveTemplate,
  [searchCoupons.name]: searchCoupons,
  [changePhone.name]: changePhone,
  [eraseMember.name]: eraseMember,
  [exportMember.name]: exportMember,
  [getMember.name]: getMember,
  [mergeMembers.name]: mergeMembers,
  [replaceCard.name]: replaceCard,
  [saveMember.name]: saveMember,
  [searchMembers.name]: searchMembers,
  [unmergeMembers.name]: unmergeMembers,
  [getOrder.name]: getOrder,
  [searchOrders.name]: searchOrders,
  [getRedemption.name]: getRedemption,
  [listRedemptions.name]: listRedemptions,
  [evaluateBasket.name]: evaluateBasket,
  [overviewFigures.name]: overviewFigures,
  [dailyFigures.name]: dailyFigures,
  [uploadRedemption.name]: uploadRedemption,
  [explainCoupon.name]: explainCoupon,
  [returnRedemption.name]: returnRedemption,
  [getReconciliation.name]: getReconciliation,
  [saveShops.name]: saveShops,
  [listShops.name]: listShops,
  [getShop.name]: getShop,
  [saveCategories.name]: saveCategories,
  [listCategories.name]: listCategories,
} as const
