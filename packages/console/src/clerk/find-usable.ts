import { useQuery } from '@tanstack/react-query'
import { evaluateBasket } from '@yaoquan/api'
import { useRef } from 'react'
import { type Ask, inTurns } from '../lookup/recognise.ts'
import { CallError, hasToWait } from '../server/call-error.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

/** What names a member. */
export type MemberNumber = Readonly<{ phone: string }> | Readonly<{ cardNo: string }>

/** The basket of a member, and the number that names the member: a card may look like a phone. */
export type Found = Readonly<{ number: MemberNumber; basket: ResultOf<typeof evaluateBasket> }>

/** The numbers that a text may be, in the order in which they are looked up. */
export function numbersIn(asks: readonly Ask[]): readonly MemberNumber[] {
  return inTurns(asks)
    .flat()
    .flatMap((ask): readonly MemberNumber[] => {
      if (ask.kind === 'phone') return [{ phone: ask.phone }]
      return ask.kind === 'card' ? [{ cardNo: ask.cardNo }] : []
    })
}

type Input = Readonly<{
  numbers: readonly MemberNumber[]
  shop: string
  /** In yuan. */
  amount: string
  isEnabled: boolean
}>

type Finding = Readonly<{ data: Found | undefined; error: Error | null; isPending: boolean }>

/**
 * The coupons under the first of these numbers that has some. The former answer stays while only the amount differs, so each set of
 * numbers, and each shop, needs a component of its own.
 */
export function useUsableCoupons({ numbers, shop, amount, isEnabled }: Input): Finding {
  const { seller } = useSession()
  // A number that nobody has counts against the limit of the operator: it is not tried again for each amount.
  const known = useRef<MemberNumber>(undefined)
  const lines = [{ lineNo: 1, amount }]
  return useQuery<Found, Error>({
    queryKey: ['seller', seller.id, evaluateBasket.name, { numbers, shop, lines }],
    queryFn: async ({ signal }) => {
      const place = { sellerId: seller.id, signal }
      const requested = known.current === undefined ? numbers : [known.current]
      const found = await firstFound(requested, (number) =>
        callMethod(evaluateBasket, { ...number, shop, lines }, place),
      )
      if (found.basket.coupons.length > 0) known.current = found.number
      return found
    },
    enabled: isEnabled,
    placeholderData: (former) => former,
  })
}

/**
 * Asks for one number after the other until one has coupons.
 * @returns the first that has some, else the last that was answered
 * @throws CallError if the server did not answer, asks to wait, or refused them all
 */
export async function firstFound(
  numbers: readonly MemberNumber[],
  ask: (number: MemberNumber) => Promise<Found['basket']>,
): Promise<Found> {
  let last: Found | undefined
  let refusal: unknown = new RangeError('there is no number to ask for')
  for (const number of numbers) {
    try {
      last = { number, basket: await ask(number) }
      if (last.basket.coupons.length > 0) return last
    } catch (error) {
      if (!(error instanceof CallError) || error.kind !== 'refused' || hasToWait(error)) throw error
      refusal = error
    }
  }
  if (last === undefined) throw refusal
  return last
}
