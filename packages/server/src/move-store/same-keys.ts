import type { SqlReader } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { keySteps, listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'

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
