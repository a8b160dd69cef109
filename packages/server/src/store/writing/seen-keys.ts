import { isDeepStrictEqual } from 'node:util'
import { comparedText } from '#database/shared-statements'
import type { CouponState } from '#domain/coupon/coupon'
import type { Reading } from '#domain/lifecycle/act'
import type { Change, ChangeKind, ChangeKinds } from '#domain/lifecycle/changes'
import type { Read, ReadKind, ReadKinds } from '#domain/lifecycle/reads'
import type { IdentityChanges } from '#domain/members/identity-resolution'
import type { ClaimCount, CountedBy } from '#domain/templates/claim-count'
import type { StoredTemplate } from '#domain/templates/template-store'
import { keyOfCounted } from '#store/tables/claim-counters'
import { GroupMembers } from './group-members.ts'
import { KnownTexts } from './text-owner.ts'

/** Keys of what an act reads or changes: a change affects reads with the same key. */
type Keys = readonly string[] | 'everything'

/** The changes of a group of acts so far. A read is repeated if one of its keys was changed since. */
export class GroupChanges {
  readonly members = new GroupMembers()
  readonly texts = new KnownTexts()
  /** Claims of limited stocks, by template. */
  readonly #stocks = new Map<string, ClaimCount>()
  readonly #keys = new Set<string>()
  #hasAny = false
  #isEverything = false

  add(change: Change): void {
    const keys = keysOfChange(change)
    if (keys === 'everything') this.#isEverything = true
    else this.addKeys(keys)
    this.#hasAny ||= keys.length > 0
    if (keys === 'everything') {
      this.members.forget()
      this.texts.forget()
    } else if (change.kind === 'identitiesChanged') this.members.change(change.to.changes)
    else if (change.kind === 'counted' && change.to.by.kind === 'template') {
      this.#stocks.set(change.to.couponId, change.to.count)
    }
  }

  /** The present result of a read, if it follows from the earlier result; undefined if it must be read again. */
  after({ read, keys, found }: Seen): Readonly<{ found: unknown }> | undefined {
    if (!this.has(keys)) return { found }
    if (this.#isEverything) return undefined
    if (read.kind !== 'template' && read.kind !== 'publishedTemplate') return undefined
    const claimed = this.#stocks.get(read.kind === 'template' ? read.by : read.by.couponId)
    const template = found as StoredTemplate | undefined
    return claimed && template && { found: { ...template, claimed } }
  }

  addKeys(keys: readonly string[]): void {
    for (const key of keys) this.#keys.add(key)
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
  return `id ${comparedText(id)}`
}

/** The key of a coupon, whether it exists or not. */
function couponKey(couponCode: string): string {
  return `coupon ${comparedText(couponCode)}`
}

/** The key of what happened to a coupon that exists. */
function seqKey(seq: number | undefined): string {
  return `seq ${seq}`
}

/** The key of what was claimed of a template's stock. */
function stockKey(couponId: string): string {
  return `stock ${couponId}`
}

/** The key of what was counted of a member's claims of a template. */
function claimsKey(couponId: string, by: CountedBy): string {
  return `claims ${keyOfCounted(by)} ${couponId}`
}

/** The key of which coupons are those of a member or a phone. */
function ownerKey(by: CountedBy): string {
  return `owner ${keyOfCounted(by)}`
}

/** Phones, cards and members. */
const membersKey = 'members'

type ReadKeys = { readonly [K in ReadKind]?: (by: ReadKinds[K]['by']) => Keys }

/** Reads of other kinds see changes of every kind. */
const keysOfReads: ReadKeys = {
  coupons: (codes) => codes.map(couponKey),
  couponsAsIssued: (codes) => codes.map(couponKey),
  takenCodes: (codes) => codes.map(couponKey),
  reservedCode: (code) => [couponKey(code)],
  usesOnOrder: (orderId) => [idKey(orderId)],
  order: (orderId) => [idKey(orderId)],
  newestSaleNo: (orderId) => [idKey(orderId)],
  soldOrder: (order) => ('orderId' in order ? [idKey(order.orderId)] : 'everything'),
  contentKeys: () => [],
  storedTexts: () => [],
  lastReturns: (seqs) => seqs.map(seqKey),
  voidings: (seqs) => seqs.map(seqKey),
  lastSteps: (seqs) => seqs.map(seqKey),
  redemptionsOfCoupons: (seqs) => seqs.map(seqKey),
  uploadsOfCoupons: (seqs) => seqs.map(seqKey),
  template: (couponId) => [stockKey(couponId)],
  publishedTemplate: ({ couponId }) => [stockKey(couponId)],
  identities: () => [membersKey],
  memberClaims: ({ couponId, of }) => of.flatMap((by) => [claimsKey(couponId, by), ownerKey(by)]),
  claimsBefore: ({ couponId, of }) => {
    const all = of.flat()
    const members = all.filter((one) => one.kind === 'member')
    if (members.length < all.length) return 'everything'
    return members.flatMap((by) => [claimsKey(couponId, by), ownerKey(by)])
  },
  groupsWithShop: ({ names }) => (names.length === 0 ? [] : ['shop groups']),
  knownShop: () => ['shops'],
  // A version that is stored stays as it is.
  templateVersions: () => [],
}

type Seen = Readonly<{ read: Read; keys: Keys; found: unknown }>

/** The read set of an act, in order. */
export class SeenReads {
  readonly #seen: Seen[] = []

  /** Whether something of it was changed. */
  areChanged(changes: GroupChanges): boolean {
    return this.#seen.some(({ keys }) => changes.has(keys))
  }

  /**
   * Notes what a reading reads.
   * @param earlier what the same act read before: of that only what was changed is read again
   */
  *of<Found>(reading: Reading<Found>, earlier?: Earlier): Reading<Found> {
    let step = reading.next()
    while (step.done !== true) {
      const place = this.#seen.length
      const requested = Object.entries(step.value)
      const known = new Map<string, unknown>()
      for (const [index, [name, read]] of requested.entries()) {
        const same = earlier === undefined ? undefined : earlier.reads.#foundAt(place + index, read, earlier.changes)
        if (same !== undefined) known.set(name, same.found)
      }
      const unknown = Object.fromEntries(requested.filter(([name]) => !known.has(name)))
      const found = { ...((yield unknown) as Readonly<Record<string, unknown>>), ...Object.fromEntries(known) }
      for (const [name, read] of requested) this.#seen.push({ read, keys: keysOfRead(read), found: found[name] })
      step = reading.next(found)
    }
    return step.value
  }

  #foundAt(place: number, read: Read, changes: GroupChanges): Readonly<{ found: unknown }> | undefined {
    const seen = this.#seen[place]
    return seen !== undefined && isDeepStrictEqual(seen.read, read) ? changes.after(seen) : undefined
  }
}

/** An earlier read set, and the changes of the group since. */
type Earlier = Readonly<{ reads: SeenReads; changes: GroupChanges }>

function keysOfRead<Kind extends ReadKind>({ kind, by }: Read<Kind>): Keys {
  const keysOf: ReadKeys[Kind] = keysOfReads[kind]
  return keysOf === undefined ? 'everything' : keysOf(by)
}

type ChangeKeys = { readonly [K in ChangeKind]?: (to: ChangeKinds[K]) => Keys }

/** Changes of other kinds affect every read. */
const keysOfChanges: ChangeKeys = {
  step: ({ from, to }) => [
    couponKey(from.terms.couponCode),
    seqKey(from.seq),
    ...[from, to].flatMap(({ state }) => keysOfOrder(state)),
  ],
  newRedemption: ({ redemption, couponSeq }) => [idKey(redemption.orderId), seqKey(couponSeq)],
  newUpload: ({ orderId, requestNo, couponSeq }) => [idKey(orderId), idKey(requestNo), seqKey(couponSeq)],
  savedOrder: ({ version }) => [idKey(version.orderId)],
  newSale: ({ orderId }) => [idKey(orderId)],
  issued: ({ drafts }) => drafts.map(({ terms }) => couponKey(terms.couponCode)),
  identitiesChanged: ({ changes }) => keysOfIdentityChanges(changes),
  counted: ({ couponId, by }) => [by.kind === 'template' ? stockKey(couponId) : claimsKey(couponId, by)],
  phoneClaimed: ({ formerMembers }) => formerMembers.map((memberNo) => ownerKey({ kind: 'member', memberNo })),
}

function keysOfChange<Kind extends ChangeKind>({ kind, to }: Change<Kind>): Keys {
  const keysOf: ChangeKeys[Kind] = keysOfChanges[kind]
  return keysOf === undefined ? 'everything' : keysOf(to)
}

function keysOfOrder(state: CouponState): readonly string[] {
  if (state.kind === 'held') return [idKey(state.orderId)]
  return state.kind === 'used' && state.redemption !== undefined ? [idKey(state.redemption.orderId)] : []
}

/** Members who are named and stay as they are, as in most calls, change nothing. */
function keysOfIdentityChanges({ merged, releasedPhoneRefs, isIdentityChanged, ...added }: IdentityChanges): Keys {
  if (merged.length > 0 || releasedPhoneRefs.length > 0) return 'everything'
  if (!isIdentityChanged && Object.values(added).every(({ length }) => length === 0)) return []
  const members = added.changedMemberNos.map((memberNo) => ownerKey({ kind: 'member', memberNo }))
  const phones = added.newPhoneMembers.map(({ phoneRef }) => ownerKey({ kind: 'phone', phoneRef }))
  return [membersKey, ...members, ...phones]
}
