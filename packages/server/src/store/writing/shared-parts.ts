import type { UnitOfWork } from '#database/unit-of-work'
import type { ChainHead, Origin } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'

/** What an act reads and writes with what is no coupon, member or order of its seller. */
export type SharedParts = Readonly<{
  unit: UnitOfWork
  keyring: Keyring
  origin: Omit<Origin, 'sellerId'>
  /**
   * The head of a seller that the act concerns, which is locked.
   * @throws LostRaceError for another seller: what the act is about came to it after the locks
   */
  headOf: (sellerId: string) => ChainHead
}>
