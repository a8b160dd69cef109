import { listTemplates } from '@yaoquan/api'
import { useMemo } from 'react'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { useCategories, useShops } from './use-names.ts'

type CodeOption = Readonly<{ value: string; label: string }>

/** Properties of a field that offers codes by name and takes any code. */
export type CodeOptions = Readonly<{
  options: CodeOption[]
  filterOption: (typed: string, option?: CodeOption) => boolean
  /** So that long names are not cut. */
  popupMatchSelectWidth: false
}>

/** Shops that have names, those that are open first; what is typed is a part of a name or code. */
export function useShopOptions(): CodeOptions {
  const { entries } = useShops()
  const options = useMemo(() => {
    return optionsOf((entries ?? []).toSorted((left, right) => Number(left.closed) - Number(right.closed)))
  }, [entries])
  return { options, ...search }
}

/** Categories that have names. */
export function useCategoryOptions(): CodeOptions {
  const { entries } = useCategories()
  const options = useMemo(() => optionsOf(entries ?? []), [entries])
  return { options, ...search }
}

/** Templates, the newest 200, for roles that read them. */
export function useTemplateOptions(): CodeOptions {
  const { may } = useSession()
  const { data } = useRead(listTemplates, { limit: 200 }, { isEnabled: may('read-templates') })
  const options = useMemo(() => {
    return optionsOf((data?.templates ?? []).map(({ couponId, couponName }) => ({ code: couponId, name: couponName })))
  }, [data])
  return { options, ...search }
}

function optionsOf(named: readonly Readonly<{ code: string; name: string }>[]): CodeOption[] {
  return named.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
}

const search = {
  filterOption: (typed: string, option?: CodeOption) =>
    option?.label.toLowerCase().includes(typed.trim().toLowerCase()) ?? false,
  popupMatchSelectWidth: false,
} as const
