/** What a role needs to draft and start imports of members. It is not a method. */
export const importMembersGrant = 'member.import'

/** The same for coupons that an ERP or another channel issued. */
export const importCouponsGrant = 'coupon.import'

/** The grant to void a whole template, or more than `maxVoidedWithoutGrant` coupons in one call. It is not a method. */
export const massVoidGrant = 'coupon.void.mass'

/** What a role needs to draft and start jobs that send coupons. It is not a method. */
export const sendCouponsGrant = 'coupon.send'

/**
 * The grant to send compatible methods, such as querycoupon, members that they do not know. It is not a method. Only an app to
 * which it is denied is strict: a mistyped filter is refused, where it would otherwise be ignored and every coupon found.
 */
export const unknownMembersGrant = 'unknown.ignore'

/** The grant of operators to give an app other methods, or to enable one that was disabled. It is not a method, and no app gets it. */
export const widenAppsGrant = 'app.widen'
