import { walkCoupons } from '#domain/search/search-coupons'
import { openStores } from '#stores/open-stores'
import { type TemplateDraft, TemplateDrafts } from './template-drafts.ts'

export type ProposedTemplates = Readonly<{
  /** The ids with the most coupons first. */
  drafts: readonly TemplateDraft[]
  /** Ids of which there is a template already. */
  existing: readonly string[]
  /** Coupons whose template id found no place. */
  unlisted: number
}>

type Proposing = Readonly<{
  dataDir: string
  storeUrl?: string | undefined
  masterKey?: string | undefined
  sellerId: string
}>

/** What the coupons of a seller that were not claimed here say about templates. Reads all its coupons, and writes nothing. */
export async function proposeTemplates(place: Proposing): Promise<ProposedTemplates> {
  const { sellerId } = place
  const store = await openStores({ ...place, mustExist: true })
  try {
    const { couponSearcher: searcher, couponReader: reader, shopGroupReader: shops, templateReader, clock } = store
    const drafts = new TemplateDrafts()
    const walk = walkCoupons({ searcher, reader, shops, sellerId, filter: {}, nowMs: clock.now() })
    for await (const block of walk) {
      for (const { templateVersion, terms } of block) if (templateVersion === undefined) drafts.add(terms)
    }
    const found = drafts.drafts()
    const existing = new Set<string>()
    for (const { couponId } of found) {
      if ((await templateReader.findTemplate(sellerId, couponId)) !== undefined) existing.add(couponId)
    }
    const proposed = found.filter(({ couponId }) => !existing.has(couponId))
    return { drafts: proposed, existing: [...existing], unlisted: drafts.unlisted }
  } finally {
    await store.close()
  }
}
