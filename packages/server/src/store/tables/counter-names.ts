/** The counter of all coupons of a seller. Its row also is the lock that issuers of one seller take first. */
export const seqCounter = 'seq'

/** The counter of a channel's coupons. */
export function channelCounter(channel: string): string {
  return `channel:${channel}`
}
