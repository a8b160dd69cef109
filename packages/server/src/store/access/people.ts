import type { SqlEngine } from '#database/sql-engine'
import type { KnownBrowsers, OperatorRegistry, OperatorSessions, SignInAttempts } from '#domain/people/people-store'
import type { SavedViews } from '#domain/people/saved-view'
import type { RequestReader } from '#domain/people/waiting-request'
import type { Keyring } from '#store/keys/keyring'
import { createKnownBrowsers } from './known-browsers.ts'
import { createOperatorRegistry } from './operator-registry.ts'
import { createOperatorSessions } from './operator-sessions.ts'
import { createSavedViews } from './saved-views.ts'
import { createSignInAttempts } from './sign-in-attempts.ts'
import { createWaitingRequests } from './waiting-requests.ts'

/** What the store keeps of people who sign in to the console. */
export type PeopleStore = Readonly<{
  operatorRegistry: OperatorRegistry
  operatorSessions: OperatorSessions
  savedViews: SavedViews
  waitingRequests: RequestReader
  signInAttempts: SignInAttempts
  knownBrowsers: KnownBrowsers
}>

/** @param parts `writing`: the engine for what audits look at */
export function createPeople(
  parts: Readonly<{ engine: SqlEngine; writing: SqlEngine; keyring: Keyring }>,
): PeopleStore {
  const { engine, writing, keyring } = parts
  return {
    operatorRegistry: createOperatorRegistry({ engine: writing, keyring }),
    operatorSessions: createOperatorSessions({ engine, keyring }),
    savedViews: createSavedViews(engine),
    waitingRequests: createWaitingRequests(engine.reader),
    signInAttempts: createSignInAttempts({ engine, keyring }),
    knownBrowsers: createKnownBrowsers(keyring),
  }
}
