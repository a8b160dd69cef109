import { useMemo } from 'react'
import { useShops } from './use-names.ts'

type ShopOption = Readonly<{ value: string; label: string }>

/** Properties of a field that offers shops by name and takes any code. */
export type ShopOptions = Readonly<{
  options: ShopOption[]
  filterOption: (typed: string, option?: ShopOption) => boolean
  /** So that long names are not cut. */
  popupMatchSelectWidth: false
}>

/** Shops that have names, those that are open first; what is typed is a part of a name or code. */
export function useShopOptions(): ShopOptions {
  const { entries } = useShops()
  const options = useMemo(() => {
    const ordered = (entries ?? []).toSorted((left, right) => Number(left.closed) - Number(right.closed))
    return ordered.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
  }, [entries])
  return { options, filterOption: hasTyped, popupMatchSelectWidth: false }
}

function hasTyped(typed: string, option?: ShopOption): boolean {
  return option?.label.toLowerCase().includes(typed.trim().toLowerCase()) ?? false
}
