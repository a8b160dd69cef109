import { BusinessError, type TopClient } from '@yaoquan/client'
import type { Random } from './seeded-random.ts'

/** One family with phones and cards of its own, whose members several callers change at the same time. */
export type Family = Readonly<{
  name: string
  phones: readonly string[]
  cards: readonly string[]
  /** A phone that the family gives up, for another one to take. */
  formerPhone: string
  /** Codes of the coupons that a server acknowledged. */
  codes: Set<string>
  claimed: Set<string>
  memberIds: Set<string>
  mergeIds: Set<string>
  /** Cards that a server knows, and phones that a call gave together with one. */
  knownCards: Set<string>
  knownPhones: Set<string>
}>

export type Caller = Readonly<{ client: TopClient; random: Random; newNo: () => string }>

/** How many coupons of the template `ONE` a member may claim. */
export const memberTotal = 5

/** @param place below 1,000 */
export function newFamily(place: number): Family {
  const number = String(place).padStart(4, '0')
  return {
    name: `F${place}`,
    phones: [1, 2, 3].map((n) => `139${number}${n}000`),
    cards: [1, 2, 3].map((n) => `F${place}-${n}`),
    formerPhone: `138${number}0000`,
    codes: new Set(),
    claimed: new Set(),
    memberIds: new Set(),
    mergeIds: new Set(),
    knownCards: new Set([`F${place}-1`]),
    knownPhones: new Set(),
  }
}

export type Selector = Readonly<{ phone?: string; cardNo?: string }>

/** The answer of a call, or the code of its refusal. Any other failure is thrown. */
export async function attempt<Result>(call: Promise<Result>): Promise<Result | string> {
  try {
    return await call
  } catch (error) {
    if (error instanceof BusinessError) return error.errorCode ?? 'refused'
    throw error
  }
}

/** @returns whether it was claimed; a refused claim leaves the phone unknown */
export async function claim(family: Family, { client, newNo }: Caller, selector: Selector): Promise<boolean> {
  const input = { outRequestNo: newNo(), couponId: 'ONE', channel: family.name, ...selector }
  const claimed = await attempt(client.claimCoupons(input))
  if (typeof claimed === 'string') return false
  for (const { couponCode } of claimed.coupons) {
    family.codes.add(couponCode)
    family.claimed.add(couponCode)
  }
  return true
}

export async function issue(family: Family, { client, newNo }: Caller, selector: Selector): Promise<void> {
  const outRequestNo = newNo()
  const coupon = {
    couponCode: `${family.name}-${outRequestNo}`,
    channel: family.name,
    endDate: '2099-12-31',
    ...selector,
  }
  await client.issueCoupons({ outRequestNo, coupons: [coupon] })
  family.codes.add(coupon.couponCode)
}

/** @throws if the answer shows a coupon of another family */
export async function look(family: Family, { client }: Caller, selector: Selector): Promise<readonly string[]> {
  const { coupons, totalCount } = await client.queryCoupons({ ...selector, pageSize: 200, pageNum: 1 })
  const foreign = coupons.filter(({ channel }) => channel !== family.name)
  if (foreign.length > 0) throw new Error(`${family.name} sees ${foreign.map(({ couponCode }) => couponCode)}`)
  if (totalCount !== coupons.length) throw new Error(`${totalCount} coupons in all, and ${coupons.length} on the page`)
  return coupons.map(({ couponCode }) => couponCode)
}

/** One random call about a family of one member, who gives cards it has, and any phone of its own with them. */
export async function actAsOneMember(family: Family, caller: Caller): Promise<void> {
  const { client, random, newNo } = caller
  const cardNo = random.of([...family.knownCards])
  const phone = random.of(family.phones)
  const selector: Selector = random.chance(0.5) ? { cardNo } : { cardNo, phone }
  switch (random.below(6)) {
    case 0:
    case 1:
      if (!(await claim(family, caller, selector))) return
      break
    case 2:
      await issue(family, caller, selector)
      break
    case 3: {
      const [oldPhone, newPhone] = [phone, random.of(family.phones)]
      const input = { outRequestNo: newNo(), cardNo, oldPhone, newPhone }
      if (typeof (await attempt(client.changePhone(input))) !== 'string') family.knownPhones.add(newPhone)
      return
    }
    case 4: {
      const newCardNo = random.of(family.cards)
      const state = random.of(['lost', 'replaced'] as const)
      const replaced = await attempt(client.replaceCard({ outRequestNo: newNo(), cardNo, state, newCardNo }))
      if (typeof replaced !== 'string') family.knownCards.add(newCardNo)
      return
    }
    default:
      await look(family, caller, random.of([{ phone }, { cardNo }]))
      return
  }
  if (selector.phone !== undefined) family.knownPhones.add(selector.phone)
}

/** One random call about a family whose members are merged, parted and erased while others name them. */
export async function actAsFamily(family: Family, caller: Caller): Promise<void> {
  const { client, random, newNo } = caller
  const [phone, cardNo] = [random.of(family.phones), random.of(family.cards)]
  const selector: Selector = random.of([{ phone }, { cardNo }, { phone, cardNo }])
  const outRequestNo = newNo()
  const someone = random.of([...family.memberIds, 'M999999'])
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      await claim(family, caller, selector)
      return
    case 3:
    case 4:
      return issue(family, caller, selector)
    case 5:
    case 6: {
      const saved = await attempt(client.saveMember({ outRequestNo, ...selector, name: outRequestNo }))
      if (typeof saved !== 'string' && saved.memberId !== undefined) family.memberIds.add(saved.memberId)
      return
    }
    case 7:
      await attempt(client.saveMember({ outRequestNo, memberId: someone, phone, sharePhone: true }))
      return
    case 8: {
      const input = { outRequestNo, cardNo, oldPhone: phone, newPhone: random.of(family.phones), sharePhone: true }
      await attempt(client.changePhone(input))
      return
    }
    case 9:
      await attempt(client.replaceCard({ outRequestNo, cardNo, state: 'lost', newCardNo: random.of(family.cards) }))
      return
    case 10: {
      const into = random.of([...family.memberIds, 'M999999'])
      const merged = await attempt(client.mergeMembers({ outRequestNo, fromMemberId: someone, intoMemberId: into }))
      if (typeof merged !== 'string' && merged.mergeId !== undefined) family.mergeIds.add(merged.mergeId)
      return
    }
    case 11: {
      const mergeId = random.of([...family.mergeIds, 'none'])
      await attempt(client.unmergeMembers({ outRequestNo, mergeId }))
      return
    }
    case 12:
      if (random.chance(0.3)) await attempt(client.eraseMember({ outRequestNo, memberId: someone }))
      return
    default:
      await look(family, caller, selector)
  }
}
