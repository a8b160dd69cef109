import { randomBytes } from 'node:crypto'
import type { SqlReader } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { insertStoreKey, keySteps, listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { idProperty, insertStoreProperty } from '#store/tables/store-property'
import { openSource, openTarget } from './open-moving-engine.ts'

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

type KeyedStore = Readonly<{ name: string; reader: SqlReader }>

/**
 * Rows are copied as they are, so both stores need the same master keys, the former ones included: row sums, digests of requests and of texts
 * are made with keys of their time.
 * @throws OperatorError when they have others, or one is just getting another
 */
export async function checkSameKeys(from: KeyedStore, to: KeyedStore): Promise<void> {
  const [left, right] = await Promise.all([from, to].map(({ reader }) => keysOf(reader)))
  if (left !== right) {
    throw new OperatorError({
      zh: `${from.name} 与 ${to.name} 的主密钥（含以前用过的）不同，连锁不能在两者之间迁移`,
      en: `${from.name} and ${to.name} have different master keys, now or before, so no seller can be moved between them`,
    })
  }
}

async function keysOf(reader: SqlReader): Promise<string> {
  const keys = (await reader.all(listStoreKeys())).map(storeKeyOfRow)
  if (keys.some(({ step }) => step === keySteps.next || step === keySteps.retiring)) {
    throw new OperatorError({
      zh: '正在更换主密钥，请先用 key rotate 完成',
      en: 'a master key is being changed: finish that with key rotate first',
    })
  }
  return keys.map(({ generation, keyCheck }) => `${generation} ${Buffer.from(keyCheck ?? []).toString('hex')}`).join()
}
