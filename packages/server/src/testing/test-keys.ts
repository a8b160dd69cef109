import type { SqlEngine } from '#database/sql-engine'
import { createKeyGeneration } from '#encryption/key-generation'
import { createSeals } from '#encryption/seals'
import { Keyring } from '#store/keys/keyring'
import { openKeyring } from '#store/keys/open-keyring'

const masterKey = new Uint8Array(32).fill(1)

/** The keyring of a database with the tables of a store; in a new one it creates the first keys. */
export function openTestKeyring(engine: SqlEngine): Promise<Keyring> {
  return openKeyring(engine, [masterKey], 1)
}

/** The same keys without a database. */
export function testKeyring(): Keyring {
  const current = createKeyGeneration(1, masterKey)
  const reader = { all: async () => [], one: async () => undefined }
  const keys = { current, live: [current], retired: [], rows: createSeals(current.subkeys.rowSeal) }
  return new Keyring({ reader, stored: [], keys })
}
