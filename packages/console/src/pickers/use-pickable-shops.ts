import { useMemo } from 'react'
import { useShops } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Pickable } from './pickable.ts'

type PickableShops = Readonly<{
  /** Undefined while they load, and where they could not be read. */
  entries: readonly Pickable[] | undefined
  error: Error | null
  retry: () => void
}>

/** The shops in which the operator acts: those of the seller's list, or only their own for a role that has some. */
export function usePickableShops(): PickableShops {
  const { shops: own = noShops } = useSession().seller
  const { entries: named, error, retry } = useShops()
  const entries = useMemo(() => {
    const all = named?.map(({ code, name, city, closed, groups }) => {
      return { code, name, place: city, isClosed: closed, groups }
    })
    if (own.length === 0) return all
    const known = new Map(all?.map((shop) => [shop.code, shop]))
    return own.map((code) => known.get(code) ?? { code, name: code })
  }, [named, own])
  return { entries, error, retry }
}

const noShops: readonly string[] = []
