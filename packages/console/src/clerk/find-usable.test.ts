import { expect, test } from 'vitest'
import { recognise } from '../lookup/recognise.ts'
import { CallError } from '../server/call-error.ts'
import { type Found, firstFound, type MemberNumber, numbersIn } from './find-usable.ts'

test.each([
  ['880012345678', [{ cardNo: '880012345678' }, { phone: '880012345678' }]],
  ['13800138000', [{ phone: '13800138000' }, { cardNo: '13800138000' }]],
  ['VIP-7', [{ cardNo: 'VIP-7' }]],
])('looks up %s by its turns', (typed, numbers) => {
  const found = recognise(typed)
  expect(numbersIn(found.kind === 'asks' ? found.asks : [])).toEqual(numbers)
})

const phone: MemberNumber = { phone: '13800138000' }
const card: MemberNumber = { cardNo: '13800138000' }
const nothing: Found['basket'] = { requestId: '1', success: true, coupons: [], others: [] }
const something: Found['basket'] = { ...nothing, coupons: [{ couponCode: '1', usable: true, offAmount: '1.00' }] }

/** Refuses the phone with this code, and finds a coupon under the card. */
const refusingPhone = (code: string) => async (number: MemberNumber) => {
  if (number === phone) throw new CallError({ kind: 'refused', code })
  return something
}

test('goes on to the card where the phone has nothing or is refused, and stops where it has to wait', async () => {
  const ofCard = async (number: MemberNumber) => (number === card ? something : nothing)
  expect(await firstFound([phone, card], ofCard)).toEqual({ number: card, basket: something })
  expect(await firstFound([phone, card], async () => nothing)).toEqual({ number: card, basket: nothing })
  expect(await firstFound([phone, card], refusingPhone('isv.invalid-parameter'))).toMatchObject({ number: card })
  await expect(firstFound([phone, card], refusingPhone('TOO_MANY_PHONES_TRIED'))).rejects.toThrow(CallError)
})
