import { numberOrder } from '@yaoquan/api'
import { useState } from 'react'
import { newRequestNumber } from '../acts/request-number.ts'
import { useSession } from '../session/session-provider.tsx'
import { useClerkWrite } from './use-clerk-write.ts'

/** Makes the number of an order at the server. */
export type OrderNumbering = Readonly<{
  isBusy: boolean
  error: Error | null
  /** After a lost answer it asks for the same number again. */
  run: (taken: () => void) => void
}>

/** @returns undefined where the seller does not let the server number orders */
export function useOrderNumber(shop: string | undefined, take: (orderId: string) => void): OrderNumbering | undefined {
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
