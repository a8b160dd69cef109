import { randomBytes } from 'node:crypto'
import { changePolicy } from '#domain/lifecycle/change-policy'
import type { WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { runAct } from '#domain/lifecycle/run-act'
import {
  type CategoryRow,
  type SavedEntries,
  type ShopRow,
  saveCategories,
  saveShops,
} from '#domain/lifecycle/save-master-data'
import { setRetention } from '#domain/lifecycle/set-retention'
import {
  type DeletedGroup,
  deleteShopGroup,
  type GroupNotDeleted,
  setShopGroup,
} from '#domain/lifecycle/set-shop-group'
import type { Category, EntryQuery, Shop } from '#domain/master-data/master-data-store'
import type { SellerPolicy, VersionedPolicy } from '#domain/policy/seller-policy'
import { everythingKept, type RetentionDays, type RetentionPolicy } from '#domain/retention/retention-store'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import type { Store } from '#store/open-store'

export type GroupDeletion = (Readonly<{ kind: 'deleted' }> & DeletedGroup) | GroupNotDeleted

/** What the command line does to rules, groups of shops and names of a seller. */
export interface SellerRules {
  /** Undefined for a seller that never had one. */
  findRetention(sellerId: string): Promise<RetentionPolicy | undefined>
  findPolicy(sellerId: string): Promise<VersionedPolicy>
  /** Running servers apply it within a second. @returns the policy as it is then */
  changePolicy(change: Readonly<{ sellerId: string; changes: Partial<SellerPolicy> }>): Promise<VersionedPolicy>
  /**
   * @param days within the limits of the API package; what is left out stays as it is, undefined: it is kept forever
   * @returns the policy as it is then
   */
  setRetention(policy: Readonly<{ sellerId: string; days: Partial<RetentionDays> }>): Promise<RetentionDays>
  /** How many members of the seller a policy of so many days would erase now. */
  countInactive(sellerId: string, memberDays: number): Promise<number>
  listShopGroups(sellerId: string): Promise<readonly ShopGroup[]>
  findShopGroup(sellerId: string, name: string): Promise<ShopGroup | undefined>
  /** @param group as `parseShopGroup` reads it; running servers apply it within a second */
  setShopGroup(group: Readonly<{ sellerId: string; name: string; shops: string }>): Promise<ShopGroup>
  /** Refused as long as an open template names the group. */
  deleteShopGroup(group: Readonly<{ sellerId: string; name: string }>): Promise<GroupDeletion>
  /**
   * Saves names of shops or categories. Running servers show them without a restart.
   * @param batch.rows 1..500 that `findEntryFault` accepts
   */
  saveShops(batch: Readonly<{ sellerId: string; rows: readonly ShopRow[] }>): Promise<SavedEntries>
  listShops(query: EntryQuery): Promise<readonly Shop[]>
  /** As `saveShops`. */
  saveCategories(batch: Readonly<{ sellerId: string; rows: readonly CategoryRow[] }>): Promise<SavedEntries>
  listCategories(query: EntryQuery): Promise<readonly Category[]>
}

const dayMs = 86_400_000

/** Rules, groups of shops and names of the sellers of a store. */
export function sellerRules(store: Store): SellerRules {
  const { lifecycleStore: lifecycle, storedPolicies, storedGroups, retentionReader, masterDataReader, clock } = store
  const request = (sellerId: string, method: string, actor: string) => {
    return { lifecycle, request: requestOf({ sellerId, method, actor, nowMs: clock.now() }) }
  }
  return {
    findRetention: (sellerId) => retentionReader.findPolicy(sellerId),
    async setRetention({ sellerId, days }) {
      const written = await runAct(setRetention, { ...request(sellerId, 'retention set', 'retention'), days })
      return { ...everythingKept, ...answerOf(written) }
    },
    findPolicy: (sellerId) => storedPolicies.findPolicy(sellerId),
    async changePolicy({ sellerId, changes }) {
      return answerOf(await runAct(changePolicy, { ...request(sellerId, 'policy set', 'policy'), changes }))
    },
    countInactive: (sellerId, memberDays) => retentionReader.countInactive(sellerId, clock.now() - memberDays * dayMs),
    listShopGroups: (sellerId) => storedGroups.listGroups(sellerId),
    findShopGroup: (sellerId, name) => storedGroups.findGroup(sellerId, name),
    async setShopGroup({ sellerId, name, shops }) {
      const call = request(sellerId, 'shop-group set', 'shop-group')
      const { version, setAtMs } = answerOf(await runAct(setShopGroup, { ...call, name, shops }))
      return { name, shops, version, setAtMs }
    },
    async deleteShopGroup({ sellerId, name }) {
      const call = request(sellerId, 'shop-group delete', 'shop-group')
      const written = await runAct(deleteShopGroup, { ...call, name })
      return written.kind === 'refused' ? written.refusal : { kind: 'deleted', ...answerOf(written) }
    },
    async saveShops({ sellerId, rows }) {
      return answerOf(await runAct(saveShops, { ...request(sellerId, 'import names', 'import'), rows }))
    },
    listShops: (query) => masterDataReader.listShops(query),
    async saveCategories({ sellerId, rows }) {
      return answerOf(await runAct(saveCategories, { ...request(sellerId, 'import names', 'import'), rows }))
    },
    listCategories: (query) => masterDataReader.listCategories(query),
  }
}

type Asked = Pick<WriteRequest, 'sellerId' | 'method' | 'actor' | 'nowMs'>

/** Under a number of its own: each command is done. */
function requestOf({ actor, ...asked }: Asked): WriteRequest {
  const outRequestNo = `${asked.method} ${randomBytes(16).toString('hex')}`
  return { ...asked, actor: `operator:${actor}`, outRequestNo, content: '', requestId: undefined }
}

function answerOf<Answer>(written: Written<Answer, unknown>): Answer {
  if (written.kind !== 'done') throw new RangeError(`a command of rules or names is answered by ${written.kind}`)
  return written.answer
}
