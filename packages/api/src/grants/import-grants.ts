/** What a role needs to draft and start imports of members. It is not a method. */
export const importMembersGrant = 'member.import'

/** The same for coupons that an ERP or another channel issued. */
export const importCouponsGrant = 'coupon.import'
