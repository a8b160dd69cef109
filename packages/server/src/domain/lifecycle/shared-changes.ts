import type { AppWrite, ConsentTaking, Seller, SessionWrite } from '#domain/access/access-store'
import type { OperatorWrite } from '#domain/people/people-store'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { WebhookWrite } from '#domain/webhooks/webhook-store'
import type { ChangeOf } from './change-of.ts'

/** What acts can change of apps, sessions, operators, sellers and webhooks. */
export interface SharedChanges {
  /** A seller is registered. */
  seller: NewSeller
  /** A seller moved to another store. */
  sellerPlaced: SellerPlacement
  app: AppWrite
  session: SessionWrite
  /** What others allowed an app becomes an operator's. */
  consents: ConsentTaking
  operator: OperatorWrite
  webhook: WebhookWrite
}

/** A seller, and the rules that it begins with. */
export type NewSeller = Readonly<{
  seller: Seller
  policy: SellerPolicy
  /** The other store that keeps its data; undefined: this one. */
  storeName: string | undefined
}>

export function sellerRegistered(registered: NewSeller): ChangeOf<'seller', NewSeller> {
  return { kind: 'seller', to: registered }
}

/** `from` and `to` are names of stores. */
export type SellerPlacement = Readonly<{ sellerId: string; from: string; to: string }>

export function sellerPlaced(placement: SellerPlacement): ChangeOf<'sellerPlaced', SellerPlacement> {
  return { kind: 'sellerPlaced', to: placement }
}

export function appWritten(write: AppWrite): ChangeOf<'app', AppWrite> {
  return { kind: 'app', to: write }
}

export function sessionWritten(write: SessionWrite): ChangeOf<'session', SessionWrite> {
  return { kind: 'session', to: write }
}

export function consentsTaken(taking: ConsentTaking): ChangeOf<'consents', ConsentTaking> {
  return { kind: 'consents', to: taking }
}

export function operatorWritten(write: OperatorWrite): ChangeOf<'operator', OperatorWrite> {
  return { kind: 'operator', to: write }
}

export function webhookWritten(write: WebhookWrite): ChangeOf<'webhook', WebhookWrite> {
  return { kind: 'webhook', to: write }
}
