import { randomBytes } from 'node:crypto'
import { changePolicy } from '#domain/lifecycle/change-policy'
import { canonicalJson, runAct, type WriteRequest, type Written } from '#domain/lifecycle/lifecycle-store'
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
import {
  everythingKept,
  type RemovalPreview,
  type RetentionDays,
  type RetentionKind,
  type RetentionPolicy,
  retentionKinds,
} from '#domain/retention/retention-store'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import type { Store } from '#store/open-store'

/** The number of a request; undefined: it is done each time. */
export type Numbered = Readonly<{ requestNo?: string | undefined }>

type GroupDeletion = (Readonly<{ kind: 'deleted' }> & DeletedGroup) | GroupNotDeleted | Readonly<{ kind: 'conflict' }>

/** What a pass would remove, of the kinds that were asked for. */
type RetentionPreview = Readonly<Partial<Record<RetentionKind, RemovalPreview>>>

/**
 * What the command line does to rules, groups of shops and names of a seller. `conflict`: the number of the request was used for something
 * else.
 */
export interface SellerRules {
  /** Undefined for a seller that never had one. */
  findRetention(sellerId: string): Promise<RetentionPolicy | undefined>
  findPolicy(sellerId: string): Promise<VersionedPolicy>
  /** Running servers apply it within a second. @returns the policy as it is then */
  changePolicy(
    change: Readonly<{ sellerId: string; changes: Partial<SellerPolicy> }> & Numbered,
  ): Promise<VersionedPolicy | 'conflict'>
  /**
   * @param days within the limits of the API package; what is left out stays as it is, undefined: it is kept forever
   * @returns the policy as it is then
   */
  setRetention(
    policy: Readonly<{ sellerId: string; days: Partial<RetentionDays> }> & Numbered,
  ): Promise<RetentionDays | 'conflict'>
  /** What a policy of so many days would remove now, by the kinds that are given. */
  previewRetention(sellerId: string, days: Partial<RetentionDays>): Promise<RetentionPreview>
  listShopGroups(sellerId: string): Promise<readonly ShopGroup[]>
  findShopGroup(sellerId: string, name: string): Promise<ShopGroup | undefined>
  /** @param group as `parseShopGroup` reads it; running servers apply it within a second */
  setShopGroup(
    group: Readonly<{ sellerId: string; name: string; shops: string }> & Numbered,
  ): Promise<ShopGroup | 'conflict'>
  /** Refused as long as an open template names the group. */
  deleteShopGroup(group: Readonly<{ sellerId: string; name: string }> & Numbered): Promise<GroupDeletion>
  /**
   * Saves names of shops or categories. Running servers show them without a restart.
   * @param batch.rows 1..500 that `findEntryFault` accepts
   */
  saveShops(batch: Readonly<{ sellerId: string; rows: readonly ShopRow[] }>): Promise<SavedEntries>
  listShops(query: EntryQuery): Promise<readonly Shop[]>
  /** Like `saveShops`. */
  saveCategories(batch: Readonly<{ sellerId: string; rows: readonly CategoryRow[] }>): Promise<SavedEntries>
  listCategories(query: EntryQuery): Promise<readonly Category[]>
}

const dayMs = 86_400_000

/** Rules, groups of shops and names of the sellers of a store. */
export function sellerRules(store: Store): SellerRules {
  const { lifecycleStore: lifecycle, storedPolicies, storedGroups, retentionReader, masterDataReader, clock } = store
  const call = (input: Input) => ({ lifecycle, request: requestOf(input, clock.now()) })
  return {
    findRetention: (sellerId) => retentionReader.findPolicy(sellerId),
    async setRetention({ sellerId, days, requestNo }) {
      const input = { sellerId, method: 'retention set', actor: 'retention', requestNo, content: withNulls(days) }
      const written = await runAct(setRetention, { ...call(input), days })
      return written.kind === 'conflict' ? written.kind : { ...everythingKept, ...answerOf(written) }
    },
    findPolicy: (sellerId) => storedPolicies.findPolicy(sellerId),
    async changePolicy({ sellerId, changes, requestNo }) {
      const input = { sellerId, method: 'policy set', actor: 'policy', requestNo, content: changes }
      const written = await runAct(changePolicy, { ...call(input), changes })
      return written.kind === 'conflict' ? written.kind : answerOf(written)
    },
    async previewRetention(sellerId, days) {
      const found: Partial<Record<RetentionKind, RemovalPreview>> = {}
      for (const kind of retentionKinds) {
        const kept = days[kind]
        if (kept === undefined) continue
        found[kind] = await retentionReader.preview(kind, { sellerId, beforeMs: clock.now() - kept * dayMs })
      }
      return found
    },
    listShopGroups: (sellerId) => storedGroups.listGroups(sellerId),
    findShopGroup: (sellerId, name) => storedGroups.findGroup(sellerId, name),
    async setShopGroup({ sellerId, requestNo, ...group }) {
      const input = { sellerId, method: 'shop-group set', actor: 'shop-group', requestNo, content: group }
      const written = await runAct(setShopGroup, { ...call(input), ...group })
      if (written.kind === 'conflict') return written.kind
      const { version, setAtMs } = answerOf(written)
      return { ...group, version, setAtMs }
    },
    async deleteShopGroup({ sellerId, requestNo, name }) {
      const input = { sellerId, method: 'shop-group delete', actor: 'shop-group', requestNo, content: { name } }
      const written = await runAct(deleteShopGroup, { ...call(input), name })
      if (written.kind === 'conflict') return { kind: 'conflict' }
      return written.kind === 'refused' ? written.refusal : { kind: 'deleted', ...answerOf(written) }
    },
    async saveShops({ sellerId, rows }) {
      return answerOf(await runAct(saveShops, { ...call(namesOf(sellerId)), rows }))
    },
    listShops: (query) => masterDataReader.listShops(query),
    async saveCategories({ sellerId, rows }) {
      return answerOf(await runAct(saveCategories, { ...call(namesOf(sellerId)), rows }))
    },
    listCategories: (query) => masterDataReader.listCategories(query),
  }
}

type Input = Pick<WriteRequest, 'sellerId' | 'method' | 'actor'> & Numbered & Readonly<{ content: object }>

/** The request has the number of the command, or a random one: a command without a number is done each time. */
function requestOf({ actor, content, requestNo, ...asked }: Input, nowMs: number): WriteRequest {
  const outRequestNo = requestNo ?? { own: `${asked.method} ${randomBytes(16).toString('hex')}` }
  return {
    ...asked,
    outRequestNo,
    nowMs,
    actor: `operator:${actor}`,
    content: canonicalJson(content),
    requestId: undefined,
  }
}

/** A file that is imported again finds everything as it is. */
function namesOf(sellerId: string): Input {
  return { sellerId, method: 'import names', actor: 'import', content: {} }
}

/** Days that are left out stay, and those that are undefined end, so they are not the same request. */
function withNulls(days: Partial<RetentionDays>): object {
  return Object.fromEntries(Object.entries(days).map(([kind, count]) => [kind, count ?? null]))
}

function answerOf<Answer>(written: Written<Answer, unknown>): Answer {
  if (written.kind !== 'done') throw new RangeError(`a command of rules or names is answered by ${written.kind}`)
  return written.answer
}
