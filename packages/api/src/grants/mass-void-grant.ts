/** The grant to void a whole template, or more than `maxVoidedWithoutGrant` coupons in one call. It is not a method. */
export const massVoidGrant = 'coupon.void.mass'
