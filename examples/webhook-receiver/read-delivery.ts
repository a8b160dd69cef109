/** One event in the fields of `yaoquan.event.list`; more of them than named here arrive. */
export type DeliveredEvent = Readonly<{
  /** From 1, gapless per seller. */
  event_seq: number
  kind: string
  coupon_code?: string
  coupon_id?: string
}>

export type Delivery = Readonly<{ seller_id: string; webhook_id: string; events: readonly DeliveredEvent[] }>

/** @param body of a delivery whose signature was verified, so that its shape is the server's */
export function readDelivery(body: Buffer): Delivery {
  return JSON.parse(body.toString('utf8'))
}
