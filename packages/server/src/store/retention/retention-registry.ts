import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { RetentionRegistry } from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { retentionSet } from '#store/sealed-sets/sealed-tables'
import {
  encodePolicyChange,
  findRetentionPolicy,
  insertRetentionPolicy,
  retentionPolicyOfRow,
  setRetentionPolicy,
} from '#store/tables/retention-policy'

/** Keeps the policies of sellers. */
export function createRetentionRegistry(engine: SqlEngine, keyring: Keyring): RetentionRegistry {
  return {
    async findPolicy(sellerId) {
      const row = await engine.reader.one(findRetentionPolicy, [sellerId])
      return row && retentionPolicyOfRow(row)
    },
    setPolicy({ sellerId, requestDays, nowMs, actor }) {
      return transactUnit(
        engine,
        async (unit) => {
          // The head comes first, as in a pass: two that lock in different orders would wait for each other.
          const head = new ChainHead({ unit, origin: { sellerId, atMs: nowMs, actor, requestId: undefined }, keyring })
          const after = JSON.stringify({ request_days: requestDays ?? null })
          await head.append([{ kind: 'retention', count: 1, after }])
          // Due from the first moment on: a pass under the policy before has lost its turn.
          const policy = { request_days: requestDays, set_at_ms: nowMs, next_pass_ms: 0 }
          await changeSealed({ transaction: unit, keyring, set: retentionSet, key: [sellerId] }, async () => {
            const isChanged = (await unit.one(findRetentionPolicy, [sellerId])) !== undefined
            if (isChanged) return unit.run(setRetentionPolicy, [...encodePolicyChange(policy), sellerId])
            const first = insertRetentionPolicy.encode({ seller_id: sellerId, ...policy, unreported_requests: 0 })
            return unit.run(insertRetentionPolicy.text, first)
          })
          head.close()
        },
        { sellerId },
      )
    },
  }
}
