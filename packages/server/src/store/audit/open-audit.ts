import { existsSync } from 'node:fs'
import { readSchemaVersion, refuseEarlierSchema } from '#database/migrate'
import { readMysqlTarget } from '#database/mysql/mysql-target'
import type { SqlReader } from '#database/sql-engine'
import { prepareDataFolder, prepareKeyFolder } from '#database/sqlite/data-folder'
import { openReadOnlyFile } from '#database/sqlite/open-read-only-file'
import { loadMasterKeys } from '#encryption/master-key'
import { OperatorError } from '#errors/operator-error'
import type { Keyring } from '#store/keys/keyring'
import { readKeyring } from '#store/keys/open-keyring'
import { keysAreMissing } from '#store/members/open-member-keys'
import { migrations } from '#store/schema/migrations'
import { refuseMovingStore } from '#store/schema/move-mark'
import { checkStorage } from './check-storage.ts'
import { type Audit, type AuditReaders, createAudit } from './create-audit.ts'

/** Which store, as for `openStore`. */
type StorePlace = Readonly<{ dataDir: string; storeUrl?: string | undefined; masterKey?: string | undefined }>

/** A read of a large table may take long, and no caller waits for it. */
const readTimeoutMs = 600_000

/**
 * Opens a store to be audited. Writes nothing to it and changes no schema. A server may run on the store.
 * @throws OperatorError when there is no store, it was written by another version or under another key, or it has moved
 */
export function openAudit(options: StorePlace): Promise<Audit> {
  const { dataDir, storeUrl, masterKey } = options
  return storeUrl === undefined ? openFile(dataDir, masterKey) : openServers(options, storeUrl)
}

async function openFile(dataDir: string, masterKey: string | undefined): Promise<Audit> {
  const folder = prepareDataFolder(dataDir, { mustExist: true })
  const masterKeys = loadMasterKeys(masterKey, () => folder)
  let current: SqlReader | undefined
  const inFile = async <Result>(work: (file: SqlReader) => Promise<Result>): Promise<Result> => {
    const file = await openReadOnlyFile(folder.databaseFile)
    try {
      current = file.reader
      return await work(file.reader)
    } finally {
      file.close()
    }
  }
  const snapshot = <Result>(work: (readers: AuditReaders) => Promise<Result>): Promise<Result> =>
    inFile(async (reader) => {
      const memberKeys = await openMemberKeys(folder.memberKeysFile)
      try {
        return await work({ reader, memberKeys: memberKeys.reader })
      } finally {
        memberKeys.close()
      }
    })
  const ofSlice = (): SqlReader => {
    if (current === undefined) throw new Error('read outside of a slice')
    return current
  }
  const keyring = await inFile(() =>
    openFit({ all: (statement) => ofSlice().all(statement), one: (statement) => ofSlice().one(statement) }, masterKeys),
  )
  await snapshot(async () => undefined)
  return createAudit({
    keyring,
    snapshot,
    checkStorage: (findings) => inFile((files) => checkStorage({ files }, findings)),
    close: async () => undefined,
  })
}

/** @throws OperatorError when the file is missing */
async function openMemberKeys(file: string): ReturnType<typeof openReadOnlyFile> {
  if (!existsSync(file)) throw keysAreMissing(file)
  return openReadOnlyFile(file)
}

async function openServers({ dataDir, masterKey }: StorePlace, url: string): Promise<Audit> {
  const target = readMysqlTarget(url)
  const { openMysqlEngine } = await import('#database/mysql/open-mysql-engine')
  const engine = await openMysqlEngine({ ...target, connections: 2, timeoutMs: readTimeoutMs })
  const close = () => engine.close()
  return closingOnFailure(close, async () => {
    const masterKeys = loadMasterKeys(masterKey, () => prepareKeyFolder(dataDir, true))
    const keyring = await openFit(engine.reader, masterKeys)
    return createAudit({
      keyring,
      close,
      snapshot: (work) => engine.snapshot((reader) => work({ reader, memberKeys: engine.reader })),
      checkStorage: (findings) => checkStorage({ servers: engine.reader }, findings),
    })
  })
}

async function closingOnFailure(close: () => Promise<void>, open: () => Promise<Audit>): Promise<Audit> {
  try {
    return await open()
  } catch (error) {
    await close()
    throw error
  }
}

/** @throws OperatorError when the store is not one that this program and key wrote */
async function openFit(reader: SqlReader, masterKeys: readonly Uint8Array[]): Promise<Keyring> {
  await refuseEarlierSchema(reader)
  const version = (await readSchemaVersion(reader)) ?? 0
  const newest = migrations.at(-1)?.version
  if (version !== newest) {
    throw new OperatorError({
      zh: `数据结构版本为 ${version}，本程序为 ${newest}：请用写入它的版本审计，或先在副本上用本版本启动一次`,
      en: `the schema of the store is version ${version}, this program has ${newest}: audit it with the version that wrote it, or open a copy with this version first`,
    })
  }
  await refuseMovingStore({ reader })
  return readKeyring(reader, masterKeys)
}
