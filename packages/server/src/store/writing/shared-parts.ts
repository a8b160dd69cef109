import type { UnitOfWork } from '#database/unit-of-work'
import type { ChainHead, Origin } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import type { KnownTexts } from './text-owner.ts'

/** The parts by which an act reads and writes apps, operators, webhooks, sellers and other rows that are no coupon, member or order. */
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

/** Parts of one transaction by which members, their phones and cards and texts are written. */
export type MemberWriterParts = Readonly<{
  unit: UnitOfWork
  identifiers: Identifiers
  origin: Origin
  head: ChainHead
  /** Undefined where each text is looked for. */
  texts?: KnownTexts | undefined
}>
