import { DuplicateKeyError } from '#database/database-errors'
import { readValue } from '#database/record'
import type { BoundStatement, SqlEngine } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import type { Keyring } from './keys/keyring.ts'
import { changeSealed } from './keys/sealed-sets.ts'
import { propertySet } from './keys/sealed-tables.ts'
import { listApps } from './tables/app.ts'
import { listSellers } from './tables/seller.ts'
import { findStoreProperty, insertStoreProperty, purposeProperty } from './tables/store-property.ts'

/** What a store is served for. */
export type StorePurpose = 'sandbox' | 'production'

/**
 * Marks what a store is for, once and for good: a sandbox tells strangers what they sign wrong and makes them test apps, so it
 * never shows a store of production, and nothing real is kept in a sandbox. A store without a mark that has no seller and no app
 * becomes either; one that has some is of production.
 * @throws OperatorError when the store is for the other purpose
 */
export async function claimPurpose(parts: Parts, purpose: StorePurpose): Promise<void> {
  const marked = (await readPurpose(parts.engine)) ?? (await mark(parts, purpose))
  if (marked === purpose) return
  throw new OperatorError(purpose === 'sandbox' ? notForSandbox : madeAsSandbox)
}

type Parts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** What a store was marked for; undefined without a mark. */
export async function readPurpose({ reader }: SqlEngine): Promise<StorePurpose | undefined> {
  const content = await readValue(reader, findStoreProperty({ propertyName: purposeProperty }))
  if (content === undefined) return undefined
  const text = content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : String(content)
  return text === 'sandbox' ? 'sandbox' : 'production'
}

async function mark({ engine, keyring }: Parts, wanted: StorePurpose): Promise<StorePurpose> {
  const isUsed = (await isFound(engine, listSellers())) || (await isFound(engine, listApps()))
  const purpose = isUsed ? 'production' : wanted
  try {
    const content = Buffer.from(purpose, 'utf8')
    await engine.transact((transaction) =>
      changeSealed({ transaction, keyring, set: propertySet, key: { property_name: purposeProperty } }, () =>
        transaction.run(insertStoreProperty(purposeProperty, content)),
      ),
    )
    return purpose
  } catch (error) {
    // Another server marked it first.
    if (!(error instanceof DuplicateKeyError)) throw error
    return (await readPurpose(engine)) ?? purpose
  }
}

async function isFound({ reader }: SqlEngine, statement: BoundStatement): Promise<boolean> {
  return (await reader.one(statement)) !== undefined
}

const notForSandbox = {
  zh: '--sandbox 只能用于空的数据目录（或空的数据库）或以 --sandbox 建立的数据，这里已有正式的数据，请换一处',
  en: '--sandbox requires an empty store or one created with --sandbox; this one was created without',
}
const madeAsSandbox = {
  zh: '这里的数据是以 --sandbox 建立的，只能以 --sandbox 启动；正式运行请换一处',
  en: 'this store was created with --sandbox and can only be used with --sandbox; use another one for production',
}
