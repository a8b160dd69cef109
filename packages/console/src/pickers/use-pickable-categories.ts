import { useMemo } from 'react'
import { useCategories } from '../names/use-names.ts'
import type { Pickable } from './pickable.ts'

type PickableCategories = Readonly<{
  /** Undefined while they load, and where they could not be read. */
  entries: readonly Pickable[] | undefined
  error: Error | null
  retry: () => void
}>

/** The categories that have names; the place of one is the name of the category above. */
export function usePickableCategories(): PickableCategories {
  const { entries: named, error, retry } = useCategories()
  const entries = useMemo(() => {
    const names = new Map(named?.map(({ code, name }) => [code, name]))
    return named?.map(({ code, name, parentCode }) => {
      return { code, name, place: parentCode === undefined ? undefined : (names.get(parentCode) ?? parentCode) }
    })
  }, [named])
  return { entries, error, retry }
}
