import type { CouponState } from '#domain/coupon/coupon'
import type { Reading } from '#domain/lifecycle/act'
import type { Change, ChangeKind, ChangeKinds } from '#domain/lifecycle/changes'
import type { Read, ReadKind, ReadKinds } from '#domain/lifecycle/reads'
import type { NamingChanges } from '#domain/members/name-members'

/** Keys of what an act reads or changes: a change of one act is seen by reads with the same key. */
type Keys = readonly string[] | 'everything'

/** What the acts of a group changed so far. What was read before is read again where it has a key that was changed. */
export class ChangedKeys {
  readonly #keys = new Set<string>()
  #hasAny = false
  #isEverything = false

  add(keys: Keys): void {
    if (keys === 'everything') this.#isEverything = true
    else for (const key of keys) this.#keys.add(key)
    this.#hasAny ||= keys.length > 0
  }

  /** Whether one of the keys was changed. */
  has(keys: Keys): boolean {
    if (keys === 'everything') return this.#hasAny
    return keys.length > 0 && (this.#isEverything || keys.some((key) => this.#keys.has(key)))
  }
}

/** The key of a number of a request or an order, whose stored form all acts share. */
export function idKey(id: string): string {
  return `id ${id}`
}

/** The key of a coupon, whether it exists or not. */
function couponKey(couponCode: string): string {
  return `coupon ${couponCode}`
}

function templateKey(couponId: string): string {
  return `template ${couponId}`
}

/** Phones, cards and members, and what was counted of them. */
const membersKey = 'members'

type ReadKeys = { readonly [K in ReadKind]?: (by: ReadKinds[K]['by']) => Keys }

/** Reads of other kinds see changes of every kind. */
const keysOfReads: ReadKeys = {
  coupons: (codes) => codes.map(couponKey),
  couponsAsIssued: (codes) => codes.map(couponKey),
  takenCodes: (codes) => codes.map(couponKey),
  reservedCode: (code) => [couponKey(code)],
  usesOnOrder: (orderId) => [idKey(orderId)],
  template: (couponId) => [templateKey(couponId)],
  publishedTemplate: ({ couponId }) => [templateKey(couponId)],
  identities: () => [membersKey],
  memberClaims: () => [membersKey],
  // Changes of versions and of groups of shops are of no kind with keys.
  templateVersions: () => [],
  groupsWithShop: () => [],
  lastReturns: (seqs) => (seqs.length === 0 ? [] : 'everything'),
}

/** Keys of what a reading sees, while it reads. */
export class SeenKeys {
  keys: Keys = []

  /** @param keys of what was read beside */
  constructor(keys: readonly string[]) {
    this.keys = keys
  }

  *of<Found>(reading: Reading<Found>): Reading<Found> {
    let step = reading.next()
    while (step.done !== true) {
      for (const read of Object.values(step.value)) this.#add(keysOfRead(read))
      step = reading.next(yield step.value)
    }
    return step.value
  }

  #add(keys: Keys): void {
    this.keys = this.keys === 'everything' || keys === 'everything' ? 'everything' : [...this.keys, ...keys]
  }
}

function keysOfRead<Kind extends ReadKind>({ kind, by }: Read<Kind>): Keys {
  const keysOf: ReadKeys[Kind] = keysOfReads[kind]
  return keysOf === undefined ? 'everything' : keysOf(by)
}

type ChangeKeys = { readonly [K in ChangeKind]?: (to: ChangeKinds[K]) => Keys }

/** Changes of other kinds are seen by every read. */
const keysOfChanges: ChangeKeys = {
  step: ({ from, to }) => [couponKey(from.terms.couponCode), ...[from, to].flatMap(({ state }) => keysOfOrder(state))],
  newRedemption: ({ redemption }) => [idKey(redemption.orderId)],
  issued: ({ drafts }) => drafts.map(({ terms }) => couponKey(terms.couponCode)),
  naming: ({ changes }) => keysOfNaming(changes),
  counted: ({ couponId, by }) => [by.kind === 'template' ? templateKey(couponId) : membersKey],
  phoneClaimed: () => [membersKey],
}

/** Keys of what changes of an act change. */
export function keysOfChange<Kind extends ChangeKind>({ kind, to }: Change<Kind>): Keys {
  const keysOf: ChangeKeys[Kind] = keysOfChanges[kind]
  return keysOf === undefined ? 'everything' : keysOf(to)
}

function keysOfOrder(state: CouponState): readonly string[] {
  if (state.kind === 'held') return [idKey(state.orderId)]
  return state.kind === 'used' && state.redemption !== undefined ? [idKey(state.redemption.orderId)] : []
}

/** Members who are named and stay as they are, as in most calls, change nothing. */
function keysOfNaming({ joined, releasedPhoneRefs, isIdentityChanged, ...added }: NamingChanges): Keys {
  if (joined.length > 0 || releasedPhoneRefs.length > 0) return 'everything'
  return isIdentityChanged || Object.values(added).some(({ length }) => length > 0) ? [membersKey] : []
}
