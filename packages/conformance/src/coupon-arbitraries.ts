import fc from 'fast-check'
import type { CouponDraft, CouponFilter, CouponTerms, IssuedState } from '#server/testing'
import { type IdentityModel, isListed, type ModelNames, nameInModel, noIdentities } from './identity-model.ts'

const channels = ['erp', 'app', '微信']
const phones = ['18612255668', '13900000000', '186****5668']
const cards = ['1', '01', '1231321111']
/** Text that no reader trims. */
export const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() === text)
/** Bytes that are no text. */
export const anyAttribute = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
const anyAmount = fc.integer({ min: 0, max: 100_000_000_000 })

const anyState = fc.constantFrom<IssuedState>({ kind: 'unused' }, { kind: 'used' }, { kind: 'void' })

const anyTerms = anyTermsOf({
  text: anyText,
  channel: fc.constantFrom(...channels),
  phone: fc.constantFrom(...phones),
  cardNo: fc.constantFrom(...cards),
  day: fc.constantFrom('2018-11-11', '2026-01-01', '2026-12-31'),
  attribute: anyAttribute,
})

type Chosen = Readonly<Record<'text' | 'channel' | 'phone' | 'cardNo' | 'day' | 'attribute', fc.Arbitrary<string>>>

/** Any terms of a coupon with the code `c`, each of them absent at times. @param chosen `text` is that of all terms that are not named */
export function anyTermsOf({ text, channel, phone, cardNo, day, attribute }: Chosen): fc.Arbitrary<CouponTerms> {
  return fc.record({
    couponCode: fc.constant('c'),
    couponId: orAbsent(text),
    couponName: orAbsent(text),
    channel: orAbsent(channel),
    phone: orAbsent(phone),
    cardNo: orAbsent(cardNo),
    couponAmountFen: orAbsent(anyAmount),
    orderAmountFen: orAbsent(anyAmount),
    startDate: orAbsent(day),
    endDate: orAbsent(day),
    billDate: orAbsent(day),
    description: orAbsent(text),
    shop: orAbsent(text),
    category: orAbsent(text),
    attribute: orAbsent(attribute),
  })
}

/** Any coupon, of few channels, phones and cards, so that filters meet. All have the code `c`. */
export const anyDraft: fc.Arbitrary<CouponDraft> = fc.record({ terms: anyTerms, state: anyState })

/** Any combination of filters, some of which nothing meets. */
export const anyFilter: fc.Arbitrary<CouponFilter> = fc.record({
  channel: orAbsent(fc.constantFrom(...channels, 'none')),
  phone: orAbsent(fc.constantFrom(...phones, '10000')),
  cardNo: orAbsent(fc.constantFrom(...cards, '2')),
  couponCode: fc.option(fc.constantFrom('c0', 'c7', 'c'), { nil: undefined, freq: 4 }),
})

/** Whether a coupon meets all filters, decided by hand. @param identities of the seller, with all its coupons */
export function matches({ terms }: CouponDraft, filter: CouponFilter, identities: IdentityModel): boolean {
  const isEqual = (['channel', 'couponCode'] as const).every(
    (field) => filter[field] === undefined || filter[field] === terms[field],
  )
  return isEqual && isListed(identities, namesOf(terms), namesOf(filter))
}

/** Members of phones and cards after coupons were issued in that order. */
export function identitiesOf(drafts: readonly CouponDraft[]): IdentityModel {
  const identities = noIdentities()
  for (const { terms } of drafts) nameInModel(identities, namesOf(terms))
  return identities
}

/** The phone and card of a coupon or filter. */
export function namesOf({ phone, cardNo }: Pick<CouponFilter, 'phone' | 'cardNo'>): ModelNames {
  return { phone, card: cardNo }
}

function orAbsent<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined })
}
