import type { Administration } from '#server'
import { OperationFault } from './faults.ts'

/** Opens a data folder, does one piece of work on it, and closes it whatever happens. A server may run on it meanwhile.
 * Only the first command on a folder makes it (`mustExist: false`). */
export async function withAdministration<T>(
  dataDir: string,
  work: (administration: Administration) => Promise<T>,
  { mustExist = true } = {},
): Promise<T> {
  // Loaded on demand: commands that only call a gateway start without the server and its database.
  const { openAdministration } = await import('#server')
  const administration = await openAdministration({ dataDir, mustExist, ...masterKey() })
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
  { data, seller }: Readonly<{ data: string; seller: string }>,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  return withAdministration(data, async (administration) => {
    if (await administration.hasChain(seller)) return work(administration)
    throw new OperationFault(`连锁 ${seller} 不存在，请先 yaoquan chain create`, `there is no chain ${seller}`)
  })
}

/** The master key, if the environment holds it; otherwise the server finds it in the data folder. */
export function masterKey(): { masterKey?: string } {
  const key = process.env['YAOQUAN_MASTER_KEY']
  return key ? { masterKey: key } : {}
}
