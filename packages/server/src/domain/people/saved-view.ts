import { maskPhonesInText } from '#domain/mask-phones-in-text'

/** A view of a list at the console: its filters, columns and order, as parameters of its address. */
export type SavedView = Readonly<{
  sellerId: string
  list: string
  name: string
  search: Readonly<Record<string, string>>
  savedAtMs: number
}>

export type ViewKey = Readonly<{ operator: string; sellerId: string; list: string; name: string }>

/** Views that operators saved, each seen by its operator only. */
export interface SavedViews {
  /** Those for all sellers, in the order in which they were saved. */
  listViews(operator: string): Promise<readonly SavedView[]>
  /** Replaces a view of the same name. @returns false if the list has as many views as it may */
  saveView(operator: string, view: SavedView): Promise<boolean>
  removeView(key: ViewKey): Promise<void>
}

/** Views of one list that an operator may have. */
export const mostViewsOfList = 20

type ParsedView =
  | Readonly<{ kind: 'view'; view: Pick<SavedView, 'list' | 'name' | 'search'> }>
  | Readonly<{ kind: 'invalid' }>
  | Readonly<{ kind: 'has-phone' }>

/**
 * Reads a view as a page sent it. A phone is refused wherever it is: a view lasts, and may not tell whom somebody searched.
 */
export function parseView({ list, name, search }: Readonly<Record<string, unknown>>): ParsedView {
  const trimmed = typeof name === 'string' ? name.trim() : ''
  if (typeof list !== 'string' || !/^[a-z-]{1,32}$/.test(list)) return { kind: 'invalid' }
  if (trimmed === '' || trimmed.length > 40 || !isSearch(search)) return { kind: 'invalid' }
  const hasPhone = [trimmed, ...Object.values(search)].some((text) => maskPhonesInText(text).phones > 0)
  return hasPhone ? { kind: 'has-phone' } : { kind: 'view', view: { list, name: trimmed, search } }
}

function isSearch(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return entries.length <= 20 && entries.every(([name, text]) => /^[a-z]{1,32}$/i.test(name) && isShort(text))
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 2_000
}
