import { useMutation } from '@tanstack/react-query'
import { useSession } from '../session/session-provider.tsx'
import { type Finding, lookUp } from './look-up.ts'
import type { Ask } from './recognise.ts'

/**
 * Looks up for the operator what a text may name (`lookUp`). Nothing of it is kept, since it may be a phone. A session that has ended asks for
 * the password, as with every other call.
 */
export function useLookUp(): (asks: readonly Ask[]) => Promise<readonly Finding[]> {
  const { seller, may } = useSession()
  const { mutateAsync } = useMutation<readonly Finding[], Error, readonly Ask[]>({
    mutationFn: (asks) => lookUp(asks, { sellerId: seller.id }, may),
  })
  return mutateAsync
}
