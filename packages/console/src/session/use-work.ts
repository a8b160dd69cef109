import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useSession } from './session-provider.tsx'

/** Seller and end of a long work, and the callback for its progress. */
type WorkPlace = Readonly<{ sellerId: string; signal: AbortSignal; progress: (count: number) => void }>

/** Its state, and how it is started. */
export type Work<Asked> = Readonly<{
  isBusy: boolean
  isDone: boolean
  /** How far it is, from 0. */
  count: number
  error: Error | null
  run: (asked: Asked) => void
}>

/** Work for the chosen seller that may take long, and ends when its component is gone. */
export function useWork<Asked = void>(work: (asked: Asked, place: WorkPlace) => Promise<void>): Work<Asked> {
  const { seller } = useSession()
  const [count, progress] = useState(0)
  const leave = useRef(new AbortController())
  useEffect(() => () => leave.current.abort(), [])
  const { isPending, isSuccess, error, mutate } = useMutation<void, Error, Asked>({
    mutationFn(asked) {
      progress(0)
      return work(asked, { sellerId: seller.id, signal: leave.current.signal, progress })
    },
  })
  return { isBusy: isPending, isDone: isSuccess, count, error, run: mutate }
}
