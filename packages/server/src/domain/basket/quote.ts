import type { Basket, BasketMember } from '@yaoquan/basket'

/** What an evaluation answered about: the amounts follow from it, so they are not in it. */
export type Quote = Readonly<{
  basket: Basket
  /** Version of the seller's policy. */
  policyVersion: number
  /** Usable coupons by code, with their versions: a step of a coupon raises its version. */
  coupons: Readonly<Record<string, number>>
  /** Codes of the best combination; absent in quotes that were sealed before they had it. */
  best?: readonly string[]
  /** Level and tags of the members of coupons whose terms ask for them, by code; absent in quotes that were sealed before they had them. */
  holders?: Readonly<Record<string, BasketMember>>
  /** Codes of those that were redeemed on the order by then. */
  earlier: readonly string[]
  /** Epoch milliseconds. */
  validUntilMs: number
}>

/** Writes quotes so that nobody else can read, change or make one. */
export interface QuoteSealer {
  seal(sellerId: string, quote: Quote): string
  /** @returns undefined for a text that is no quote of the seller, or that was sealed under keys of before */
  open(sellerId: string, text: string): Quote | undefined
}
