/**
 * The grant to send compatible methods, such as querycoupon, members that they do not know. It is not a method. Only an app to
 * which it is denied is strict: a mistyped filter is refused, where it would otherwise be ignored and every coupon found.
 */
export const unknownMembersGrant = 'unknown.ignore'
