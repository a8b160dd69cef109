import type { Audit } from '#server'
import { masterKey, type StoreFlags, storePlace } from './open-administration.ts'

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
