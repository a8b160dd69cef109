import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { type RequestOf, redeemCoupon } from '@yaoquan/api'
import { useState } from 'react'
import { newRequestNumber } from '../acts/request-number.ts'
import { useSettled } from '../design/use-settled.ts'
import { CallError } from '../server/call-error.ts'
import { callMethod, type ResultMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { amountIn, isCodeAsOrder, type Typed } from './parts/typed.ts'

type Redeemed = ResultOf<typeof redeemCoupon>

/** How far a redemption is. */
export type RedeemState =
  /** Something is not typed yet. */
  | Readonly<{ kind: 'open' }>
  | Readonly<{ kind: 'asking' }>
  /** What the server would do. */
  | Readonly<{ kind: 'ready'; tried: Redeemed }>
  | Readonly<{ kind: 'refused'; error: Error }>
  /** Its answer was lost: the same may be sent again, and is done once. */
  | Readonly<{ kind: 'unsure'; error: Error }>
  | Readonly<{ kind: 'sending' }>
  | Readonly<{ kind: 'done'; redeemed: Redeemed; orderId: string }>

type Redeeming = Readonly<{
  state: RedeemState
  /** Redeems; after a lost answer sends what was sent before. */
  run: () => void
  /** Forgets what was sent: what is typed then is another redemption. */
  next: () => void
}>

type Input = Typed & Readonly<{ shop: string | undefined; category: string | undefined }>

const pauseMs = 300

/** A redemption: the server says what it would do with what is typed, and then does it once. */
export function useRedeem({ shop, category, ...typed }: Input): Redeeming {
  const [outRequestNo, renew] = useState(newRequestNumber)
  const { codes, orderId } = typed
  const amount = amountIn(typed.amount)
  const isComplete =
    codes.length > 0 && orderId.trim() !== '' && !isCodeAsOrder(typed) && amount !== undefined && shop !== undefined
  const input = {
    ...(codes.length === 1 ? { couponCode: codes[0] } : { couponCodes: codes }),
    orderId: orderId.trim(),
    shop,
    lines: [{ lineNo: 1, amount, ...(category === undefined ? {} : { category }) }],
  }
  const key = JSON.stringify(input)
  const isSettled = useSettled(key, pauseMs) === key
  const write = useClerkWrite(redeemCoupon)
  const attempt = useRead(
    redeemCoupon,
    { ...input, outRequestNo: `${outRequestNo}-TRY`, dryRun: true } as RequestOf<typeof redeemCoupon>,
    { isEnabled: isComplete && isSettled && write.isIdle, isFresh: true },
  )
  const state = (): RedeemState => {
    if (write.isPending) return { kind: 'sending' }
    if (write.data !== undefined) return { kind: 'done', redeemed: write.data, orderId: write.variables.orderId }
    if (write.error !== null) {
      const isRefused = write.error instanceof CallError && write.error.kind === 'refused'
      return { kind: isRefused ? 'refused' : 'unsure', error: write.error }
    }
    if (!isComplete) return { kind: 'open' }
    if (!isSettled || attempt.isFetching) return { kind: 'asking' }
    if (attempt.error !== null) return { kind: 'refused', error: attempt.error }
    return attempt.data === undefined ? { kind: 'asking' } : { kind: 'ready', tried: attempt.data }
  }
  return {
    state: state(),
    run: () => write.mutate(write.variables ?? ({ ...input, outRequestNo } as RequestOf<typeof redeemCoupon>)),
    next() {
      write.reset()
      renew(newRequestNumber())
    },
  }
}

/** A method that writes. Its answer is shown before anything is read again: a customer is waiting. */
export function useClerkWrite<M extends ResultMethod>(
  definition: M,
): UseMutationResult<ResultOf<M>, Error, RequestOf<M>> {
  const { seller } = useSession()
  const client = useQueryClient()
  return useMutation<ResultOf<M>, Error, RequestOf<M>>({
    mutationFn: (request) => callMethod(definition, request, { sellerId: seller.id }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['seller', seller.id] }),
  })
}
