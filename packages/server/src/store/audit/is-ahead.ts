/** Whether a coupon shows a later state than the copied events, because it was copied after them. */
export type IsAhead = (couponSeq: number) => Promise<boolean>
