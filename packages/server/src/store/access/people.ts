import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import type { KnownBrowsers, OperatorRegistry, OperatorSessions, SignInAttempts } from '#domain/people/people-store'
import { hasRoom, type SavedViews } from '#domain/people/saved-view'
import type { RequestReader } from '#domain/people/waiting-request'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/schema/move-mark'
import {
  findOperator,
  listOperators,
  nameOfOperatorRow,
  operatorOfRow,
  type StoredOperator,
  useTotpStep,
} from '#store/tables/operator'
import { findRolesOfOperator } from '#store/tables/operator-role'
import { deleteSavedView, findSavedViews, insertSavedView, savedViewOfRow } from '#store/tables/saved-view'
import { findWaitingRequests, waitingRequestOfRow } from '#store/tables/waiting-request'
import { createKnownBrowsers, createOperatorSessions, createSignInAttempts } from './sign-ins.ts'

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

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Reads operators, and uses up their codes. */
export function createOperatorRegistry({ engine, keyring }: Parts): OperatorRegistry {
  const { reader } = engine
  return {
    async findOperator(name) {
      const row = await reader.one(findOperator({ operatorName: name }))
      return row && (await storedOperator(row, reader, keyring)).operator
    },
    async listOperators() {
      const operators: StoredOperator[] = []
      for (const row of await reader.all(listOperators())) operators.push(await storedOperator(row, reader, keyring))
      return operators
    },
    async useTotpStep(name, step) {
      return engine.transact(
        async (transaction) => (await transaction.run(useTotpStep({ totpStep: step, operatorName: name }))) > 0,
      )
    },
  }
}

async function storedOperator(row: SqlRow, reader: SqlReader, keyring: Keyring): Promise<StoredOperator> {
  return operatorOfRow(
    row,
    await reader.all(findRolesOfOperator({ operatorName: nameOfOperatorRow(row) })),
    keyring.secrets,
  )
}

/** Keeps views without events and seals: they show nothing that their operator may not see. */
function createSavedViews(engine: SqlEngine): SavedViews {
  return {
    async listViews(operator) {
      const views = (await engine.reader.all(findSavedViews({ operator }))).map(savedViewOfRow)
      return views.toSorted((one, other) => one.savedAtMs - other.savedAtMs)
    },
    async saveView(operator, view) {
      const key = { operator, sellerId: view.sellerId, list: view.list, name: view.name }
      let isSaved = false
      await engine.transact(async (transaction) => {
        const all = (await transaction.all(findSavedViews({ operator }))).map(savedViewOfRow)
        isSaved = hasRoom(all, key)
        if (!isSaved) return
        await transaction.run(deleteSavedView(key))
        await transaction.run(insertSavedView(key, view))
      })
      await refuseMovingStore(engine)
      return isSaved
    },
    async removeView(key) {
      await engine.transact((transaction) => transaction.run(deleteSavedView(key)))
      await refuseMovingStore(engine)
    },
  }
}

/** Reads what waits for a second person. */
function createWaitingRequests(reader: SqlReader): RequestReader {
  return {
    async listWaitingRequests(sellerId) {
      const rows = await reader.all(findWaitingRequests({ sellerId }))
      return rows.map(waitingRequestOfRow).toSorted((one, other) => one.askedAtMs - other.askedAtMs)
    },
  }
}
