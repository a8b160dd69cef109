import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from '../methods/write-fields.ts'
import { chosenCoupons, holdReason, outcomesOfChosen } from './chosen-coupons.ts'

/** Ends the holds of the coupons that an operator selected, whichever orders have them. */
export const releaseSelected = defineMethod({
  name: 'yaoquan.console.coupon.release',
  title: { zh: '释放所选优惠券', en: 'Release selected coupons' },
  description: {
    zh: '释放1到200张优惠券的占用，不论由哪个订单占用；未被占用的不变',
    en: 'Ends the holds of 1 to 200 coupons, whichever orders have them; coupons that no order holds stay as they are',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('RELEASE-20261124-0002'),
    couponCodes: chosenCoupons,
    reason: holdReason,
    dryRun,
  },
  ...resultOf('ReleaseSelectedResult', { alreadyDone, dryRun: triedOnly, ...outcomesOfChosen }),
  errorCodes: [businessErrors.partlyFailed, businessErrors.idempotentConflict],
})
