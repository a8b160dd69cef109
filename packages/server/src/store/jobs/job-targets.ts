import { hexOf } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { ItemOutcome, JobTarget, PendingOutcome } from '#domain/jobs/job'
import type { GivenTarget, InvalidTarget, JobKey, SentTo } from '#domain/jobs/job-store'
import { canonicalJson } from '#domain/lifecycle/lifecycle-store'
import type { MemberNumber } from '#domain/members/member'
import type { Keyring } from '#store/keys/keyring'
import type { IdentifierKind, Identifiers } from '#store/members/identifiers'
import { keyOfNobody } from '#store/members/sealed-contents'
import { cardRefOfRow, codeOfRow, findCouponsByCodes, phoneRefOfRow } from '#store/tables/coupon'
import { digestOfRow, findItemDigests, firstCodeOfRow, type StoredItem } from '#store/tables/job-item'
import { findKnownCards, knownCardOfRow } from '#store/tables/member-card'
import { findHeldPhones, heldPhoneOfRow } from '#store/tables/member-phone'

export type JobStoreParts = Readonly<{ engine: SqlEngine; identifiers: Identifiers; keyring: Keyring }>

export type TargetSource = Readonly<{ reader: SqlReader; identifiers: Identifiers; keyring: Keyring }>

/** The members that hold each phone or card; none for coupons. */
export async function findMembersOf(
  source: TargetSource,
  sellerId: string,
  targets: readonly JobTarget[],
): Promise<readonly (readonly MemberNumber[])[]> {
  const byLookup = new Map<string, Set<MemberNumber>>()
  const note = (lookup: Uint8Array | undefined, memberNo: MemberNumber | undefined) => {
    if (lookup === undefined || memberNo === undefined) return
    const key = hexOf(lookup)
    byLookup.set(key, (byLookup.get(key) ?? new Set()).add(memberNo))
  }
  const lookups = targets.map((target) => lookupsOf(source, sellerId, target))
  const ofKind = (kind: IdentifierKind) => lookups.flatMap((own) => own[kind])
  for (const row of await allInList(source.reader, findHeldPhones, { sellerId, phoneLookups: ofKind('phone') })) {
    const { lookup, member } = heldPhoneOfRow(row)
    note(lookup, member?.memberNo)
  }
  for (const row of await allInList(source.reader, findKnownCards, { sellerId, cardLookups: ofKind('card') })) {
    const { lookup, memberNo } = knownCardOfRow(row)
    note(lookup, memberNo)
  }
  return lookups.map(({ phone, card }) => [
    ...new Set([...phone, ...card].flatMap((lookup) => [...(byLookup.get(hexOf(lookup)) ?? [])])),
  ])
}

/** Members that got coupons from these jobs, by each of the targets that name them. */
export async function findSent(
  { reader, keyring }: Pick<TargetSource, 'reader' | 'keyring'>,
  sellerId: string,
  { jobIds, targets }: Readonly<{ jobIds: readonly string[]; targets: readonly JobTarget[] }>,
): Promise<readonly (readonly SentTo[])[]> {
  const codes = targets.map((): string[] => [])
  for (const jobId of jobIds) {
    const digests = targets.map((target) => {
      const text = textOfTarget(target)
      return text === undefined ? [] : digestsOf({ keyring }, { sellerId, jobId, text })
    })
    const rows = await allInList(reader, findItemDigests, { sellerId, jobId, targetDigests: digests.flat() })
    const codeOf = new Map(rows.map((row) => [digestOfRow(row), firstCodeOfRow(row)] as const))
    for (const [index, own] of digests.entries()) {
      codes[index]?.push(...own.flatMap((digest) => codeOf.get(hexOf(digest)) ?? []))
    }
  }
  const couponCodes = [...new Set(codes.flat())]
  const coupons = await allInList(reader, findCouponsByCodes, { sellerId, couponCodes })
  const sentTo = new Map(
    coupons.map((row) => [codeOfRow(row), { phoneRef: phoneRefOfRow(row), cardRef: cardRefOfRow(row) }]),
  )
  return codes.map((own) => own.flatMap((code) => sentTo.get(code) ?? []))
}

type Lookups = Readonly<Record<IdentifierKind, readonly Uint8Array[]>>

function lookupsOf({ identifiers }: TargetSource, sellerId: string, target: JobTarget): Lookups {
  const { phone, cardNo } = namedBy(target)
  return {
    phone: phone === undefined ? [] : identifiers.lookupsOf('phone', sellerId, phone),
    card: cardNo === undefined ? [] : identifiers.lookupsOf('card', sellerId, cardNo),
  }
}

function namedBy(target: JobTarget): Readonly<{ phone?: string | undefined; cardNo?: string | undefined }> {
  switch (target.kind) {
    case 'phone':
    case 'card':
      return target
    case 'row':
      return { phone: target.values['phone'], cardNo: target.values['cardNo'] }
    case 'coupon':
      return {}
  }
}

/** An item to be inserted, and the digests that it may be stored under, the present one first, or that another number of its member may be. */
export type SealedItem = Readonly<{ item: StoredItem; digests: readonly string[]; given: GivenTarget }>

/** Seals the targets of a part, each with the key of its member, or of nobody where it names none or several. */
export async function sealTargets(
  source: TargetSource,
  { sellerId, jobId }: JobKey,
  { targets, offset }: Readonly<{ targets: readonly GivenTarget[]; offset: number }>,
): Promise<readonly SealedItem[]> {
  const { identifiers } = source
  const keyNos = targets.map(keyNoOf)
  const seal = await identifiers.cipher.sealer(
    sellerId,
    keyNos.filter((keyNo) => keyNo !== undefined),
  )
  const erased = new Set<number>()
  const sealed = targets.map((input, index): SealedItem => {
    const [place, keyNo] = [offset + index + 1, keyNos[index]]
    const text = textOfTarget(input)
    if (input.kind === 'invalid' || text === undefined || keyNo === undefined) return withoutTarget(place, input)
    const targetSealed = seal(text, placeOf({ jobId, place, keyNo }))
    const same = sameTextOf(input, place, text)
    const digests = digestsOf(source, { sellerId, jobId, text: same })
    const [first = new Uint8Array()] = digests
    const { line, outcome } = input
    const refused = typeof outcome === 'object' ? outcome : { ...pending, planned: plannedOf(outcome) }
    const item = { place, line, couponCode: undefined, keyNo, targetSealed, targetDigest: first, outcome: refused }
    const others = (input.otherNumbers ?? []).flatMap((other) => {
      const otherText = textOfTarget(other)
      return otherText === undefined ? [] : digestsOf(source, { sellerId, jobId, text: otherText })
    })
    return { item, digests: [...digests, ...others].map(hexOf), given: input }
  })
  // Only now: an erasure that begins later destroys the key that was used.
  for (const keyNo of new Set(keyNos)) {
    if (keyNo === undefined || keyNo === keyOfNobody) continue
    if (await identifiers.isErased(sellerId, keyNo)) erased.add(keyNo)
  }
  return sealed.map(({ item, digests, given }) => {
    if (item.keyNo === undefined || !erased.has(item.keyNo)) return { item, digests, given }
    const outcome: ItemOutcome = { state: 'refused', refusal: 'member-erased' }
    return { item: { ...item, targetSealed: undefined, targetDigest: undefined, outcome }, digests: [], given }
  })
}

function keyNoOf(input: GivenTarget): number | undefined {
  if (input.kind === 'invalid' || input.kind === 'coupon') return undefined
  const [only, ...others] = input.memberNos
  return only === undefined || others.length > 0 ? keyOfNobody : only
}

function withoutTarget(place: number, input: GivenTarget): SealedItem {
  const couponCode = input.kind === 'coupon' ? input.couponCode : undefined
  const outcome: ItemOutcome =
    input.kind === 'invalid' ? { state: 'refused', refusal: 'invalid-target', fault: input.fault } : pending
  const nothing = { keyNo: undefined, targetSealed: undefined, targetDigest: undefined }
  return { item: { place, line: input.line, couponCode, ...nothing, outcome }, digests: [], given: input }
}

const pending: PendingOutcome = { state: 'pending' }

/** For a coupon that is voided or extended, the start finds the outcome again. */
function plannedOf(outcome: string | undefined): PendingOutcome['planned'] {
  return outcome === 'created' || outcome === 'unchanged' ? outcome : undefined
}

/** Opens the targets of items. Those that were removed, or whose member was erased, are missing. */
export async function openTargets(
  { identifiers }: TargetSource,
  { sellerId, jobId }: JobKey,
  items: readonly StoredItem[],
): Promise<readonly (JobTarget | undefined)[]> {
  const open = await identifiers.cipher.opener(
    sellerId,
    items.flatMap(({ keyNo }) => keyNo ?? []),
  )
  return items.map(({ place, couponCode, keyNo, targetSealed }) => {
    if (couponCode !== undefined) return { kind: 'coupon', couponCode }
    if (targetSealed === undefined || keyNo === undefined) return undefined
    const text = open(targetSealed, placeOf({ jobId, place, keyNo }))
    return text === undefined ? undefined : targetOfText(text)
  })
}

function placeOf({ jobId, place, keyNo }: Readonly<{ jobId: string; place: number; keyNo: number }>) {
  return { table: 'job_item', ref: `${jobId} ${place}`, keyNo } as const
}

function textOfTarget(target: JobTarget | InvalidTarget): string | undefined {
  switch (target.kind) {
    case 'phone':
      return `p${target.phone}`
    case 'card':
      return `c${target.cardNo}`
    case 'row':
      return target.file === undefined ? `r${canonicalJson(target.values)}` : `f${JSON.stringify(target)}`
    case 'coupon':
    case 'invalid':
      return undefined
  }
}

function targetOfText(text: string): JobTarget {
  const value = text.slice(1)
  // Only this program writes the texts, so the type of a row is not checked.
  if (text.startsWith('r')) return { kind: 'row', values: JSON.parse(value) }
  if (text.startsWith('f')) return JSON.parse(value)
  return text.startsWith('p') ? { kind: 'phone', phone: value } : { kind: 'card', cardNo: value }
}

/** Targets with the same text are the same: rows with equal values, unless they are refused: each of those is listed. */
function sameTextOf(input: GivenTarget, place: number, text: string): string {
  if (input.kind !== 'row') return text
  return typeof input.outcome === 'object' ? `f${place}` : `r${canonicalJson(input.values)}`
}

const digestBytes = 16

/** Digests under the present key and former ones: a rotation of the master key may come between two parts. */
function digestsOf(
  { keyring }: Pick<TargetSource, 'keyring'>,
  { sellerId, jobId, text }: JobKey & Readonly<{ text: string }>,
): readonly Uint8Array[] {
  return keyedDigests(keyring, sellerId, `job_item\0${jobId}\0${text}`).map((digest) => digest.subarray(0, digestBytes))
}

/** Digests of a text of a seller under the present key and those before it, which nobody computes without the master key. */
export function keyedDigests(keyring: Keyring, sellerId: string, text: string): readonly Uint8Array[] {
  const present = keyring.ofSeller(sellerId)
  const others = [...keyring.live, ...keyring.retired].filter(({ requests }) => requests !== present.requests)
  return [present, ...others].map(({ requests }) => requests(`${sellerId}\0${text}`))
}
