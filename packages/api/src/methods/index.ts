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
