import type { SqlEngine } from '#database/sql-engine'
import type { PolicyReader } from '#domain/policy/policy-store'
import { remembering } from '#store/access/remembering'
import { findSellerPolicy, sellerPolicyOfRow } from '#store/tables/seller-policy'

/** Reads policies from memory where they are younger than half a second. */
export function createPolicyReader(reader: SqlEngine['reader'], monotonicMs: () => number): PolicyReader {
  return {
    findPolicy: remembering(monotonicMs, createStoredPolicies(reader).findPolicy),
  }
}

/** Reads policies as they are stored. */
export function createStoredPolicies(reader: SqlEngine['reader']): PolicyReader {
  return { findPolicy: async (sellerId) => sellerPolicyOfRow(await reader.one(findSellerPolicy({ sellerId }))) }
}
