import { randomBytes } from 'node:crypto'
import type { SqlReader } from '#database/sql-engine'
import { insertStoreKey, listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { idProperty, insertStoreProperty } from '#store/tables/store-property'
import { openSource, openTarget } from './open-moving-engine.ts'
import { checkSameKeys } from './same-keys.ts'

const idBytes = 16

type KeyCopy = Readonly<{
  /** `sqlite:FOLDER` or `mysql://…` */
  from: string
  to: string
  /** Called with the source before a new store gets its keys. */
  beforeCopy: (reader: SqlReader) => Promise<void>
}>

/**
 * Gives a new store the generations of master keys of another one. A store that has some is only compared.
 * @throws OperatorError when it has others, or a key is being changed
 */
export async function copyStoreKeys({ from, to, beforeCopy }: KeyCopy): Promise<void> {
  const source = await openSource(from)
  try {
    const target = await openTarget(to)
    try {
      const { reader } = source.engine
      if ((await target.engine.reader.one(listStoreKeys())) === undefined) {
        await checkSameKeys({ name: source.place, reader }, { name: source.place, reader })
        await beforeCopy(reader)
        const keys = (await reader.all(listStoreKeys())).map(storeKeyOfRow)
        await target.engine.transact(async (transaction) => {
          await transaction.run(insertStoreProperty(idProperty, randomBytes(idBytes)))
          for (const key of keys) await transaction.run(insertStoreKey(key))
        })
      }
      await checkSameKeys({ name: source.place, reader }, { name: target.place, reader: target.engine.reader })
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
