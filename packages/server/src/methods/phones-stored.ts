import {
  changePhone,
  claimCoupons,
  type InputOf,
  issueCoupons,
  type MethodDefinition,
  RefusedItem,
  type ResponseOf,
  saveMember,
  syncOrder,
} from '@yaoquan/api'
import { ruleForPhone, ruleForPhoneOfPeople } from '#domain/number-rules'
import { normalisePhone, phoneKindOf } from '#domain/phone'
import { type CallContext, InvalidInput } from './method.ts'

/** How many numbers a call stored as phones that are none, and the member that held them. */
export type NoPhones = Readonly<{ name: string; times: number }>

/** The phones that a call stored as they were sent, and no repeat of it. */
type PhonesStored<M extends MethodDefinition = MethodDefinition> = Readonly<{
  /** Wire name of the member. */
  name: string
  stored(input: InputOf<M>, response: ResponseOf<M>): readonly (string | undefined)[]
}>

/** Every method of apps that stores phones, but for uploads, which count their lines. */
export const phonesStored: ReadonlyMap<string, PhonesStored> = new Map([
  entry(issueCoupons, 'phone', ({ coupons }, { result }) =>
    result.alreadyDone
      ? []
      : result.items.flatMap(({ outcome }, index) => {
          const coupon = coupons[index]
          return outcome === 'created' && !(coupon instanceof RefusedItem) ? [coupon?.phone] : []
        }),
  ),
  entry(claimCoupons, 'phone', ({ phone, dryRun }, { result: { success, alreadyDone } }) =>
    success && !alreadyDone && !dryRun ? [phone] : [],
  ),
  entry(saveMember, 'phone', ({ phone }, { result: { success, alreadyDone } }) =>
    success && !alreadyDone ? [phone] : [],
  ),
  entry(changePhone, 'new_phone', ({ newPhone }, { result: { success, alreadyDone } }) =>
    success && !alreadyDone ? [newPhone] : [],
  ),
  entry(syncOrder, 'phone', ({ order }, { result: { success, outcome } }) =>
    success && outcome !== 'unchanged' ? [order.phone] : [],
  ),
])

function entry<M extends MethodDefinition>(
  { name: method }: M,
  name: string,
  stored: PhonesStored<M>['stored'],
): readonly [string, PhonesStored] {
  return [method, { name, stored } as unknown as PhonesStored]
}

/** @returns undefined for a call that stored none */
export function noPhonesStored(
  { name: method }: MethodDefinition,
  input: InputOf<MethodDefinition>,
  response: ResponseOf<MethodDefinition>,
): NoPhones | undefined {
  const known = phonesStored.get(method)
  const times = known?.stored(input, response).filter(isNoPhone).length ?? 0
  return known === undefined || times === 0 ? undefined : { name: known.name, times }
}

/** Whether a text is stored as a phone and is none. A masked one names nobody, so it is not stored. */
export function isNoPhone(text: string | undefined): boolean {
  if (text === undefined) return false
  const phone = normalisePhone(text)
  return phoneKindOf(phone) === 'other' && ruleForPhone(phone) === undefined
}

/**
 * An operator gives a member only what is a phone; what apps send is stored as it is.
 * @param field its wire name
 * @throws InvalidInput for another text of an operator
 */
export function expectPhoneOfPeople(
  { operator }: Pick<CallContext, 'operator'>,
  field: string,
  phone: string | undefined,
): void {
  if (operator === undefined || phone === undefined) return
  const rule = ruleForPhoneOfPeople(normalisePhone(phone))
  if (rule !== undefined) throw new InvalidInput(field, rule)
}
