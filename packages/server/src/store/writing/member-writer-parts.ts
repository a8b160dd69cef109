import type { UnitOfWork } from '#database/unit-of-work'
import type { ChainHead, Origin } from '#store/events/chain-head'
import type { Identifiers } from '#store/members/identifiers'
import type { KnownTexts } from './known-texts.ts'

/** Parts of one transaction by which members, their phones and cards and texts are written. */
export type MemberWriterParts = Readonly<{
  unit: UnitOfWork
  identifiers: Identifiers
  origin: Origin
  head: ChainHead
  /** Undefined where each text is looked for. */
  texts?: KnownTexts | undefined
}>
