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
  /** Replaces a view of the same name. @returns false where there is no room, see `hasRoom` */
  saveView(operator: string, view: SavedView): Promise<boolean>
  removeView(key: ViewKey): Promise<void>
}

/** Views of one list that an operator may have, and of all lists of a seller: the session brings them all. */
const mostViewsOfList = 20
const mostViews = 100

/** Whether an operator who has `views` may save one more, or another in its place. */
export function hasRoom(views: readonly SavedView[], { sellerId, list, name }: Omit<ViewKey, 'operator'>): boolean {
  const others = views.filter((one) => one.sellerId === sellerId && !(one.list === list && one.name === name))
  return others.length < mostViews && others.filter((one) => one.list === list).length < mostViewsOfList
}

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
  const texts = [trimmed, ...Object.values(search)]
  // A list of texts has each of them encoded.
  const hasPhone = [...texts, ...texts.map(decoded)].some((text) => maskPhonesInText(text).phones > 0)
  return hasPhone ? { kind: 'has-phone' } : { kind: 'view', view: { list, name: trimmed, search } }
}

function isSearch(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  if (entries.length > 20 || JSON.stringify(value).length > 4_000) return false
  return entries.every(([name, text]) => /^[a-z]{1,32}$/i.test(name) && typeof text === 'string')
}

function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => Buffer.from(encoded.replaceAll('%', ''), 'hex').toString())
}
