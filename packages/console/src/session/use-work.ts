import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useSession } from './session-provider.tsx'

/** Seller and end of a long work, and the callback for its progress. */
type WorkPlace = Readonly<{ sellerId: string; signal: AbortSignal; progress: (count: number) => void }>

/** Its state, and how it is started. */
export type Work<Input> = Readonly<{
  isBusy: boolean
  isDone: boolean
  /** How far it is, from 0. */
  count: number
  error: Error | null
  run: (input: Input) => void
}>

/** Work for the chosen seller that may take long, and ends when its component is gone. */
export function useWork<Input = void>(work: (input: Input, place: WorkPlace) => Promise<void>): Work<Input> {
  const { seller } = useSession()
  const [count, progress] = useState(0)
  const leave = useRef(new AbortController())
  useEffect(() => () => leave.current.abort(), [])
  const { isPending, isSuccess, error, mutate } = useMutation<void, Error, Input>({
    mutationFn(input) {
      progress(0)
      return work(input, { sellerId: seller.id, signal: leave.current.signal, progress })
    },
  })
  return { isBusy: isPending, isDone: isSuccess, count, error, run: mutate }
}
