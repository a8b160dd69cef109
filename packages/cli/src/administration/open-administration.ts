import type { SellerFlags, StoreFlags } from '#options/data-options'
import type { Administration, Audit } from '#server'
import { OperationFault, printNote, say, UsageFault } from '#terminal/output'

/**
 * Opens a store, runs `work`, and always closes it. Servers may use the store at the same time. The store is created only with
 * `mustExist: false`.
 * @throws UsageFault if the flags name no store
 */
export async function withAdministration<T>(
  flags: StoreFlags,
  work: (administration: Administration) => Promise<T>,
  { mustExist = true } = {},
): Promise<T> {
  // Loaded on demand: commands that only call a gateway need neither the server nor its database.
  const { openAdministration } = await import('#server')
  const administration = await openAdministration({ ...storePlace(flags), mustExist, ...masterKey() })
  try {
    return await work(administration)
  } finally {
    await administration.close()
  }
}

/** Like `withAdministration`, for work on one seller. @throws OperationFault if the seller does not exist */
export function withSeller<T>(flags: SellerFlags, work: (administration: Administration) => Promise<T>): Promise<T> {
  return withAdministration(flags, async (administration) => {
    await checkSeller(administration, flags.seller)
    return work(administration)
  })
}

/** @throws OperationFault if the seller does not exist */
export async function checkSeller(administration: Administration, seller: string): Promise<void> {
  if (await administration.hasSeller(seller)) return
  throw new OperationFault(
    `连锁 ${seller} 不存在，请先执行 yaoquan seller create`,
    `seller ${seller} does not exist; run yaoquan seller create first`,
  )
}

/**
 * Opens a store for an audit, runs `work`, and always closes it. Nothing is written.
 * @throws UsageFault if the flags name no store
 */
export async function withAudit<T>(flags: StoreFlags, work: (audit: Audit) => Promise<T>): Promise<T> {
  const { openAudit } = await import('#server')
  const audit = await openAudit({ ...storePlace(flags), ...masterKey() })
  try {
    return await work(audit)
  } finally {
    await audit.close()
  }
}

/** The folder and database that flags name. @throws UsageFault if the flags name no store */
export function storePlace({ data, store }: StoreFlags): { dataDir: string; storeUrl?: string } {
  if (store !== undefined) return { dataDir: data ?? './data', storeUrl: store }
  if (data !== undefined) return { dataDir: data }
  throw new UsageFault('请指定 --data 目录或 --store 地址', '--data <dir> or --store <url> is required')
}

/** The master key from the environment. Without it, the server reads the key from the data folder. */
export function masterKey(): { masterKey?: string } {
  const key = process.env['YAOQUAN_MASTER_KEY']
  return key ? { masterKey: key } : {}
}

/** Says, on stderr, which stores a command on the directory left out, and how it is done on each. */
export async function noteOtherStores(flags: StoreFlags, command: string): Promise<void> {
  const { otherStoreFlags } = await import('#server')
  for (const other of otherStoreFlags(storePlace(flags).dataDir)) {
    const line = `yaoquan ${command} ${other.flags}`
    printNote(
      say(
        `不含存储 ${other.name} 的连锁，请另行执行: ${line}`,
        `without the sellers of the store ${other.name}: ${line}`,
      ),
    )
  }
}
