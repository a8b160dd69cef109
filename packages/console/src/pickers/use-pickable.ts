import { useMemo } from 'react'
import { useLanguage } from '../language/texts.ts'
import { usualChannels } from '../names/channel-text.ts'
import { useCategories, useShops } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Pickable } from './pick-choices.ts'

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

type PickableChannels = Readonly<{ entries: readonly Pickable[]; error: null; retry: () => void }>

/** The usual channels by name. Others are codes of the seller's own tills. */
export function usePickableChannels(): PickableChannels {
  const { language } = useLanguage()
  const entries = useMemo(() => usualChannels(language), [language])
  return { entries, error: null, retry: () => undefined }
}

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
