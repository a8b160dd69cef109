import type {
  AppWrite,
  ConsentTaking,
  Seller,
  SessionEntry,
  SessionWrite,
  VersionedApp,
} from '#domain/access/access-store'
import type { Consent, OperatorWrite, VersionedOperator } from '#domain/people/people-store'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { EventsRemoved, Webhook, WebhookWrite } from '#domain/webhooks/webhook-store'
import type { ChangeOf, ReadKindOf as Kind, ReadOf } from './change-of.ts'

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

/** What acts can see of apps, sessions, operators, sellers and webhooks. */
export interface SharedReads {
  /** An app by its key. */
  app: Kind<string, VersionedApp | undefined>
  /** Those of up to 1,000 sellers that exist. */
  sellers: Kind<readonly string[], ReadonlySet<string>>
  /** A session by the id that lists show. */
  session: Kind<string, SessionEntry | undefined>
  /** The session of a token. */
  sessionOfToken: Kind<string, SessionEntry | undefined>
  /** Sessions of an app. */
  sessionsOfApp: Kind<string, readonly SessionEntry[]>
  /** Names of the operators who allowed an app to act for a seller, one for each consent. */
  consents: Kind<Consent, readonly string[]>
  /** An operator by name. */
  operator: Kind<string, VersionedOperator | undefined>
  /** Webhooks of a seller in the order in which they were added. */
  webhooks: Kind<string, readonly Webhook[]>
  /** The last event of a seller that was removed by age; undefined: none was. */
  eventsRemoved: Kind<string, EventsRemoved | undefined>
  /** Number of a seller's newest event; 0 before the first. */
  newestEvent: Kind<string, number>
}

export function appByKey(appKey: string): ReadOf<'app', SharedReads['app']['by']> {
  return { kind: 'app', by: appKey }
}

export function existingSellers(sellerIds: readonly string[]): ReadOf<'sellers', SharedReads['sellers']['by']> {
  return { kind: 'sellers', by: sellerIds }
}

export function sessionById(sessionId: string): ReadOf<'session', SharedReads['session']['by']> {
  return { kind: 'session', by: sessionId }
}

export function sessionOfToken(token: string): ReadOf<'sessionOfToken', SharedReads['sessionOfToken']['by']> {
  return { kind: 'sessionOfToken', by: token }
}

export function sessionsOfApp(appKey: string): ReadOf<'sessionsOfApp', SharedReads['sessionsOfApp']['by']> {
  return { kind: 'sessionsOfApp', by: appKey }
}

export function consentsOfApp(consent: Consent): ReadOf<'consents', SharedReads['consents']['by']> {
  return { kind: 'consents', by: consent }
}

export function operatorByName(name: string): ReadOf<'operator', SharedReads['operator']['by']> {
  return { kind: 'operator', by: name }
}

export function webhooksOf(sellerId: string): ReadOf<'webhooks', SharedReads['webhooks']['by']> {
  return { kind: 'webhooks', by: sellerId }
}

export function eventsRemoved(sellerId: string): ReadOf<'eventsRemoved', SharedReads['eventsRemoved']['by']> {
  return { kind: 'eventsRemoved', by: sellerId }
}

export function newestEvent(sellerId: string): ReadOf<'newestEvent', SharedReads['newestEvent']['by']> {
  return { kind: 'newestEvent', by: sellerId }
}
