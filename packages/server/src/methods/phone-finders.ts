import {
  addJobItems,
  businessErrors,
  changePhone,
  claimCoupons,
  createJob,
  evaluateBasket,
  exportMember,
  findAtDesk,
  getMember,
  type InputOf,
  issueCoupons,
  issuedCouponFields,
  type MethodDefinition,
  memberColumns,
  queryCoupon,
  RefusedItem,
  type ResponseOf,
  saveMember,
  searchCoupons,
  searchMembers,
  searchOrders,
} from '@yaoquan/api'
import { normalisePhone } from '#domain/phone'

/** What an answer tells about the phones of its call. */
export type Missed = Readonly<{
  /** The phones of the call whose look-ups found nothing. */
  phones: 'all' | readonly string[]
  /** Whether it tells that nobody has the phone or that it is not another's; otherwise only that it may be so. */
  isCertain: boolean
  /** Whether the call wrote, so that it has to be answered. */
  hasWritten: boolean
}>

/** How a method answers differently for phones that it finds and phones that it does not. */
export type PhoneFinder<M extends MethodDefinition = MethodDefinition> = Readonly<{
  /** Phones as sent. */
  phones(input: InputOf<M>): readonly (string | undefined)[]
  /** @returns undefined where it found what the phones name */
  missed(response: ResponseOf<M>, input: InputOf<M>): Missed | undefined
  /** Set for writes that a till cannot leave: only phones alike make it refused, and not those of a minute or day. */
  isOnlyForAlike?: boolean
  /**
   * Set where the answer only sums up a list, so that each phone of it counts with those alike, found or not, before the call: a list
   * of all middles of one number would tell by its sum where the number is.
   */
  isList?: boolean
  /** What two calls must share, so that one tries the phone of the other's answer; default: first and last digits. */
  triedWith?(input: InputOf<M>): readonly string[]
}>

const nothing: Missed = { phones: 'all', isCertain: true, hasWritten: false }
/** A phone that nobody had is stored: the work of a counter, and of who tries all middles of one number. */
const stored: Missed = { phones: 'all', isCertain: false, hasWritten: true }
/** A dry run shows nothing of a member without earlier claims. */
const tried: Missed = { phones: 'all', isCertain: false, hasWritten: false }

type Named = Readonly<{ phone?: string | undefined; cardNo?: string | undefined }>

const namedIn = ({ phone, cardNo }: Named) => [phone, phoneOnCard(cardNo)]

/** Every method by which phones can be tried, by wire name. The test says of each other method with a phone why it is none. */
export const phoneFinders: ReadonlyMap<string, PhoneFinder> = new Map([
  finder(queryCoupon, {
    phones: ({ query }) => namedIn(query),
    missed: ({ result }) => (result.page.totalCount === 0 ? nothing : undefined),
  }),
  finder(searchCoupons, {
    phones: namedIn,
    missed: ({ result }) => (result.success && result.coupons.length === 0 ? nothing : undefined),
  }),
  finder(evaluateBasket, {
    phones: namedIn,
    missed: ({ result }) => (result.success && result.coupons.length === 0 ? nothing : undefined),
  }),
  finder(searchOrders, {
    phones: namedIn,
    missed: ({ result }) => (result.success && result.orders.length === 0 ? nothing : undefined),
  }),
  finder(searchMembers, {
    phones: namedIn,
    missed: ({ result }) => (result.success && result.members.length === 0 ? nothing : undefined),
  }),
  finder(getMember, { phones: namedIn, missed: ({ result }) => missedMember(result) }),
  finder(findAtDesk, {
    phones: namedIn,
    missed: ({ result }) => (isFoundAtDesk(result) ? undefined : nothing),
  }),
  finder(exportMember, { phones: namedIn, missed: ({ result }) => missedMember(result) }),
  finder(saveMember, {
    phones: namedIn,
    missed: ({ result: { success, created } }, { memberId }) =>
      success && (created || memberId !== undefined) ? stored : undefined,
    isOnlyForAlike: true,
  }),
  finder(changePhone, {
    phones: ({ oldPhone, newPhone }) => [oldPhone, newPhone],
    missed({ result: { success, errorCode } }, { oldPhone, newPhone }) {
      if (success) return { ...stored, phones: [newPhone] }
      // A masked one, or none, tries no phone.
      const old = wholePhone(oldPhone)
      const isTried = errorCode === businessErrors.phoneNotHeld.code && old !== undefined
      return isTried ? { ...nothing, phones: [old] } : undefined
    },
    isOnlyForAlike: true,
  }),
  finder(claimCoupons, {
    phones: (input) => (input.dryRun === true ? namedIn(input) : []),
    missed: ({ result }) => (result.success ? tried : undefined),
    isOnlyForAlike: true,
  }),
  finder(createJob, {
    phones: ({ filter }) => namedIn(filter ?? {}),
    missed({ result: { success, job } }, { filter }) {
      const isEmpty = success && filter !== undefined && (job?.total ?? 0) === 0
      return isEmpty ? { ...nothing, hasWritten: true } : undefined
    },
  }),
  finder(addJobItems, {
    phones: ({ phones = [], cardNos = [], rows = [] }) => [
      ...phones,
      ...cardNos.map(phoneOnCard),
      ...rows.flatMap(({ fields }) => fields.map(phoneOfField)),
    ],
    missed: () => undefined,
    isOnlyForAlike: true,
    isList: true,
    triedWith: ({ jobId }) => [`job ${jobId}`],
  }),
  finder(issueCoupons, {
    phones: ({ coupons }) => coupons.map((coupon) => (coupon instanceof RefusedItem ? undefined : coupon.phone)),
    missed({ result: { items } }, { coupons }) {
      const phones = items.flatMap(({ outcome, field }, place) => {
        const coupon = coupons[place]
        const isOther = outcome === 'conflict' && field?.split(',').includes(issuedCouponFields.phone.wire)
        return isOther && coupon !== undefined && !(coupon instanceof RefusedItem) ? [coupon.phone ?? ''] : []
      })
      return phones.length === 0 ? undefined : { phones, isCertain: true, hasWritten: true }
    },
    isOnlyForAlike: true,
    // A phone is compared with that of a coupon; large calls with other coupons go on beside each other.
    triedWith: ({ coupons }) =>
      coupons.flatMap((coupon) => (coupon instanceof RefusedItem ? [] : [`coupon ${coupon.couponCode}`])),
  }),
])

function finder<M extends MethodDefinition>(definition: M, found: PhoneFinder<M>): readonly [string, PhoneFinder] {
  return [definition.name, found as unknown as PhoneFinder]
}

type AtDesk = Omit<ResponseOf<typeof findAtDesk>['result'], 'success'>

/** Whether a text names anything: a phone is looked up only where it names nothing else. */
export function isFoundAtDesk({ members = [], redemptions = [], coupon, order }: AtDesk): boolean {
  return members.length + redemptions.length > 0 || coupon !== undefined || order !== undefined
}

function missedMember({ errorCode }: Readonly<{ errorCode?: string | undefined }>): Missed | undefined {
  return errorCode === businessErrors.memberNotFound.code ? nothing : undefined
}

/** @returns the phone in its one spelling; undefined for a text that is no whole phone, such as a masked one */
export function wholePhone(text: string | undefined): string | undefined {
  const phone = text === undefined ? '' : normalisePhone(text)
  return /^\+?\d{7,}$/.test(phone) ? phone : undefined
}

function phoneOfField({ name, value }: Readonly<{ name: string; value: string }>): string | undefined {
  if (name === memberColumns.phone.wire) return value
  return name === memberColumns.cardNo.wire ? phoneOnCard(value) : undefined
}

/** Many sellers use the phone as the number of the card. */
export function phoneOnCard(cardNo: string | undefined): string | undefined {
  const phone = wholePhone(cardNo)
  return phone !== undefined && /^1[3-9]\d{9}$/.test(phone) ? phone : undefined
}
