import type { SqlEngine } from '#database/sql-engine'
import type { Erasures } from '#domain/members/member-store'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'

/** What data is removed with. */
export type RemovalParts = Readonly<{
  engine: SqlEngine
  keyring: Keyring
  identifiers: Identifiers
  memberKeys: Pick<MemberKeyStore, 'intendErasure'>
  erasures: Pick<Erasures, 'destroyKeys'>
}>
