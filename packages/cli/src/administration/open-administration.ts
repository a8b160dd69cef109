import type { Administration } from '#server'
import { OperationFault, UsageFault } from '#terminal/faults'

/** Where a store lies, as flags: a data folder, a database, or both where the folder holds the database's master key. */
export type StoreFlags = Readonly<{ data?: string | undefined; store?: string | undefined }>

/**
 * Opens a store, does one piece of work on it, and closes it whatever happens. A server may run on it meanwhile.
 * Only the first command on a store makes it (`mustExist: false`).
 * @throws UsageFault if the flags name none
 */
export async function withAdministration<T>(
  flags: StoreFlags,
  work: (administration: Administration) => Promise<T>,
  { mustExist = true } = {},
): Promise<T> {
  // Loaded on demand: commands that only call a gateway start without the server and its database.
  const { openAdministration } = await import('#server')
  const administration = await openAdministration({ ...storePlace(flags), mustExist, ...masterKey() })
  try {
    return await work(administration)
  } finally {
    await administration.close()
  }
}

/**
 * The same for work on a chain.
 * @throws OperationFault if there is no such chain
 */
export function withChain<T>(
  flags: StoreFlags & Readonly<{ seller: string }>,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const { seller } = flags
  return withAdministration(flags, async (administration) => {
    if (await administration.hasSeller(seller)) return work(administration)
    throw new OperationFault(`连锁 ${seller} 不存在，请先 yaoquan chain create`, `there is no chain ${seller}`)
  })
}

/**
 * The place of a store.
 * @throws UsageFault if the flags name none
 */
export function storePlace({ data, store }: StoreFlags): { dataDir: string; storeUrl?: string } {
  if (store !== undefined) return { dataDir: data ?? './data', storeUrl: store }
  if (data !== undefined) return { dataDir: data }
  throw new UsageFault('请给出 --data 目录或 --store 地址', 'give --data <dir> or --store <url>')
}

/** The master key, if the environment holds it; otherwise the server finds it in the data folder. */
export function masterKey(): { masterKey?: string } {
  const key = process.env['YAOQUAN_MASTER_KEY']
  return key ? { masterKey: key } : {}
}
