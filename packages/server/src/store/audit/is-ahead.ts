/** Whether a coupon stands further than the events that are at hand, because it was copied later than they were. */
export type IsAhead = (couponSeq: number) => Promise<boolean>
