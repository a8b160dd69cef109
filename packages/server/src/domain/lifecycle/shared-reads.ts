import type { SessionEntry, VersionedApp } from '#domain/access/access-store'
import type { Consent, VersionedOperator } from '#domain/people/people-store'
import type { EventsRemoved, Webhook } from '#domain/webhooks/webhook-store'
import type { ReadKindOf as Kind, ReadOf } from './read-kind.ts'

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
