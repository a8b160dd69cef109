import { numberOrder } from '@yaoquan/api'
import { useEffect, useState } from 'react'
import { newRequestNumber } from '../acts/request-number.ts'
import { useSession } from '../session/session-provider.tsx'
import { type ChosenCoupon, useChosenCoupons } from './chosen-coupons.ts'
import { keepTyped, nothingTyped, type Typed, typedBefore } from './parts/typed.ts'
import { type RedeemState, useClerkWrite, useRedeem } from './use-redeem.ts'

/** The order at the counter. */
export type Order = Readonly<{
  typed: Typed
  coupons: readonly ChosenCoupon[]
  /** The category of goods that its only coupon applies to. */
  category: string | undefined
  state: RedeemState
  /** Whether what was sent may have been done, so that nothing of it may be changed. */
  isLocked: boolean
  /** Whether coupons were chosen for the next order before this one was finished. */
  hasNext: boolean
  change: (changed: Partial<Typed>) => void
  /** Has the server make the number of the order; undefined where it makes none, or one is typed. */
  numbering: OrderNumbering | undefined
  run: () => void
  /** Starts with coupons of a member; after this order, if its answer is still to come. */
  take: (chosen: Typed) => void
  /** Goes on with what was chosen for the next order, or with nothing. */
  next: () => void
}>

/** Keeps what is typed for an order, and how far its redemption is. */
export function useOrder(shop: string | undefined): Order {
  const { name } = useSession().session.operator
  const [typed, setTyped] = useState(() => typedBefore(name))
  const [chosen, setChosen] = useState<Typed>()
  useEffect(() => keepTyped(name, typed), [name, typed])
  const coupons = useChosenCoupons(typed.codes)
  const category = typed.codes.length === 1 ? coupons[0]?.found?.coupon?.category?.split(',')[0] : undefined
  const { state, run, next } = useRedeem({ ...typed, shop, category })
  // What was typed meanwhile stays.
  const numbering = useOrderNumber(shop, (orderId) =>
    setTyped((former) => (former.orderId === '' ? { ...former, orderId } : former)),
  )
  const isLocked = state.kind === 'sending' || state.kind === 'unsure'
  const start = (order: Typed) => {
    next()
    setChosen(undefined)
    setTyped(order)
  }
  return {
    typed,
    coupons,
    category,
    state,
    isLocked,
    hasNext: chosen !== undefined,
    change(changed) {
      if (isLocked) return
      // An answer is about what was sent.
      if (state.kind === 'refused') next()
      setTyped((former) => ({ ...former, ...changed }))
    },
    numbering: typed.orderId === '' ? numbering : undefined,
    run,
    take: isLocked ? setChosen : start,
    next: () => start(chosen ?? nothingTyped),
  }
}

/** Makes the number of an order at the server. */
type OrderNumbering = Readonly<{
  isBusy: boolean
  error: Error | null
  /** After a lost answer it asks for the same number again. */
  run: (taken: () => void) => void
}>

/** @returns undefined where the seller does not let the server number orders */
function useOrderNumber(shop: string | undefined, take: (orderId: string) => void): OrderNumbering | undefined {
  const { seller } = useSession()
  const [outRequestNo, renew] = useState(newRequestNumber)
  const { isPending, error, mutate } = useClerkWrite(numberOrder)
  if (seller.numbersOrders !== true || shop === undefined) return undefined
  return {
    isBusy: isPending,
    error,
    run(taken) {
      const onSuccess = ({ orderId }: Readonly<{ orderId?: string | undefined }>) => {
        renew(newRequestNumber())
        if (orderId === undefined) return
        take(orderId)
        taken()
      }
      mutate({ outRequestNo, shop }, { onSuccess })
    },
  }
}
