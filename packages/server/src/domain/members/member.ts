/** The number of a member in its seller, from 1. Outside it is shown as its id (`memberId`). */
export type MemberNumber = number

/**
 * `lost`: a card that its owner reported. `replaced`: the member has another phone or card instead; a replaced phone may be
 * taken over by another member.
 */
export type IdentifierState = 'active' | 'lost' | 'replaced'

/** A phone that a member holds or held. */
export type HeldPhone = Readonly<{
  /** The number under which coupons name the phone. */
  phoneRef: number
  /** Normalised (see phone.ts). */
  phone: string
  state: IdentifierState
  /** Since when it has the state, epoch milliseconds. */
  sinceMs: number
}>

export type HeldCard = Readonly<{
  /** The number under which coupons name the card. */
  cardRef: number
  cardNo: string
  state: IdentifierState
  sinceMs: number
}>

/** What a seller keeps of a member besides phones and cards. All of it is personal data and is stored encrypted. */
export type MemberProfile = Readonly<{
  name: string | undefined
  /** Grade of the member, as the seller names it. */
  level: string | undefined
  tags: readonly string[]
  /** `MM-DD`: the year is not needed for a birthday coupon, so it is not kept. */
  birthday: string | undefined
  /** The member's latest answer about marketing messages; undefined if there is none. */
  marketingConsent: Readonly<{ isGiven: boolean; atMs: number; source: string }> | undefined
  /** The seller's own, by name. */
  attributes: Readonly<Record<string, string>>
}>

export const emptyProfile: MemberProfile = {
  name: undefined,
  level: undefined,
  tags: [],
  birthday: undefined,
  marketingConsent: undefined,
  attributes: {},
}

export type Member = Readonly<{
  memberNo: MemberNumber
  /** `merged` into another one; `erased` at the member's request. Neither has phones or cards any more. */
  state: Readonly<{ kind: 'active' }> | Readonly<{ kind: 'merged'; into: MemberNumber }> | Readonly<{ kind: 'erased' }>
  profile: MemberProfile
  phones: readonly HeldPhone[]
  cards: readonly HeldCard[]
  createdAtMs: number
  /** Rises with each change, from 1. */
  version: number
}>

/** How long a merge can be undone. */
export const mergeUndoMs = 30 * 24 * 60 * 60_000

/** The id that the outside sees: `M` and the number. */
export function memberId(memberNo: MemberNumber): string {
  return `M${memberNo}`
}

/** @returns undefined for a text that is no id of a member */
export function parseMemberId(text: string): MemberNumber | undefined {
  const digits = /^M([1-9]\d{0,14})$/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
