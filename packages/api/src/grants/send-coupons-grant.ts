/** What a role needs to draft and start jobs that send coupons. It is not a method. */
export const sendCouponsGrant = 'coupon.send'
