import { useMemo } from 'react'
import { useCategories, useShops } from './use-names.ts'
import { useTemplateSearch } from './use-template-search.ts'

type CodeOption = Readonly<{ value: string; label: string }>

/** Properties of a field that offers codes by name and takes any code. */
export type CodeOptions = Readonly<{
  options: CodeOption[]
  /** False where the options are found already. */
  filterOption: false | ((typed: string, option?: CodeOption) => boolean)
  /** So that long names are not cut. */
  popupMatchSelectWidth: false
}>

/**
 * Shops that have names, those that are open first; what is typed is a part of a name or code.
 * @param isWanted whether to offer any yet
 */
export function useShopOptions(isWanted: boolean): CodeOptions {
  const { entries } = useShops(isWanted)
  const options = useMemo(() => {
    return optionsOf((entries ?? []).toSorted((left, right) => Number(left.closed) - Number(right.closed)))
  }, [entries])
  return { options, ...search }
}

/** Categories that have names. @param isWanted whether to offer any yet */
export function useCategoryOptions(isWanted: boolean): CodeOptions {
  const { entries } = useCategories(isWanted)
  const options = useMemo(() => optionsOf(entries ?? []), [entries])
  return { options, ...search }
}

/**
 * Templates that a typed text finds, by name or id, for roles that read them. The server searches all of them.
 * @param typed undefined: offers none yet
 */
export function useTemplateOptions(typed: string | undefined): CodeOptions {
  const { data } = useTemplateSearch({ typed: typed ?? '', isWanted: typed !== undefined }).query
  const options = useMemo(() => {
    return optionsOf((data ?? []).map(({ couponId, couponName }) => ({ code: couponId, name: couponName })))
  }, [data])
  return { options, filterOption: false, popupMatchSelectWidth: false }
}

function optionsOf(named: readonly Readonly<{ code: string; name: string }>[]): CodeOption[] {
  return named.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
}

const search = {
  filterOption: (typed: string, option?: CodeOption) =>
    option?.label.toLowerCase().includes(typed.trim().toLowerCase()) ?? false,
  popupMatchSelectWidth: false,
} as const
