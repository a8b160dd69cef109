import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { PolicyChange, PolicyReader, PolicyRegistry } from '#domain/policy/policy-store'
import { policyText, type VersionedPolicy } from '#domain/policy/seller-policy'
import { remembering } from '#store/access/remembering'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { policySet } from '#store/sealed-sets/sealed-tables'
import { findSellerPolicy, insertSellerPolicy, sellerPolicyOfRow, setSellerPolicy } from '#store/tables/seller-policy'

/** Reads policies from memory where they are younger than half a second. */
export function createPolicyReader(reader: SqlEngine['reader'], monotonicMs: () => number): PolicyReader {
  return {
    findPolicy: remembering(monotonicMs, async (sellerId) =>
      sellerPolicyOfRow(await reader.one(findSellerPolicy({ sellerId }))),
    ),
  }
}

/** Keeps the policies of sellers. */
export function createPolicyRegistry(engine: SqlEngine, keyring: Keyring): PolicyRegistry {
  return {
    findPolicy: async (sellerId) => sellerPolicyOfRow(await engine.reader.one(findSellerPolicy({ sellerId }))),
    changePolicy(change) {
      return transactUnit(engine, { sellerId: change.sellerId }, (unit) => changePolicy({ unit, keyring }, change))
    },
  }
}

async function changePolicy(
  { unit, keyring }: Readonly<{ unit: UnitOfWork; keyring: Keyring }>,
  { sellerId, changes, nowMs, actor }: PolicyChange,
): Promise<VersionedPolicy> {
  const head = new ChainHead({ unit, origin: { sellerId, atMs: nowMs, actor, requestId: undefined }, keyring })
  // The head is locked first, so that of two changes at the same time the later one keeps what the earlier one set.
  await head.takeNumbers(1)
  const stored = sellerPolicyOfRow(await unit.one(findSellerPolicy({ sellerId })))
  const changed = { policy: { ...stored.policy, ...changes }, version: stored.version + 1, setAtMs: nowMs }
  const [before, after] = [policyText(stored.policy), policyText(changed.policy)]
  const record = { version: changed.version, policy_text: after, set_at_ms: nowMs }
  await changeSealed({ transaction: unit, keyring, set: policySet, key: { seller_id: sellerId } }, () =>
    stored.version === 0
      ? unit.run(insertSellerPolicy({ seller_id: sellerId, ...record }))
      : unit.run(setSellerPolicy({ ...record, sellerId })),
  )
  head.writeEvents([{ kind: 'policy', count: 1, before, after }])
  head.close()
  return changed
}
