import { useMutation } from '@tanstack/react-query'
import { unmaskMember } from '@yaoquan/api'
import { useEffect, useState } from 'react'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

const shownMs = 60_000

type Numbers = NonNullable<ResultOf<typeof unmaskMember>['numbers']>

type Unmask = Readonly<{
  /** Undefined while they are hidden. */
  numbers: Numbers | undefined
  error: Error | null
  isBusy: boolean
  unmask: (reason: string) => void
}>

/** Full phones of a member, for a minute after they were requested. They are not cached. */
export function useUnmask(memberId: string): Unmask {
  const { seller } = useSession()
  const [numbers, setNumbers] = useState<Numbers>()
  useEffect(() => {
    if (numbers === undefined) return undefined
    const timer = setTimeout(() => setNumbers(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [numbers])
  const { error, isPending, mutate } = useMutation<ResultOf<typeof unmaskMember>, Error, string>({
    mutationFn: (reason) => callMethod(unmaskMember, { memberId, reason }, { sellerId: seller.id }),
    gcTime: 0,
    onSuccess: (result) => setNumbers(result.numbers ?? []),
  })
  return { numbers, error, isBusy: isPending, unmask: mutate }
}
