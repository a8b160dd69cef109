import { useMutation } from '@tanstack/react-query'
import { loaded } from '../parts/load-error.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Finding } from './look-up.ts'
import type { Ask } from './recognise.ts'

// No first screen looks anything up, and it brings definitions.
const importLookUp = () => import('./look-up.ts')

/** Loads what a look-up needs, while something is typed. A failure shows when it is used. */
export function prepareLookUp(): void {
  importLookUp().catch(() => undefined)
}

/**
 * Looks up for the operator what a text may name (`lookUp`). Nothing of it is kept, since it may be a phone. A session that has ended asks for
 * the password, as with every other call.
 */
export function useLookUp(): (asks: readonly Ask[]) => Promise<readonly Finding[]> {
  const { seller } = useSession()
  const { mutateAsync } = useMutation<readonly Finding[], Error, readonly Ask[]>({
    mutationFn: async (asks) => {
      const { lookUp } = await loaded(importLookUp())
      return lookUp(asks, { sellerId: seller.id })
    },
  })
  return mutateAsync
}
