import { type ChainVerdict, openAudit } from '@yaoquan/server'

/** Where a store lies. */
type Place = Readonly<{ dataDir: string; storeUrl?: string; masterKey?: string }>

/** What an audit says of a seller, and of the store beside it. */
export async function auditedSeller(place: Place, sellerId = '111'): Promise<ChainVerdict | undefined> {
  const audit = await openAudit(place)
  try {
    const { store, sellers } = await audit.verify({ sellerId })
    return store.kind === 'broken' ? store : sellers[0]?.verdict
  } finally {
    await audit.close()
  }
}
