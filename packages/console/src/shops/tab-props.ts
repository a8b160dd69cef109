import type { Change } from '../navigation/search-state.ts'

export type Filters = Readonly<{
  /** Part of a code or name. */
  q: string | undefined
  /** Name of a group of shops. */
  group: string | undefined
  state: 'all' | 'open' | 'closed'
}>

/** What both tabs get of the screen. */
export type TabProps = Readonly<{
  filters: Filters
  change: (filters: Partial<Filters>, change?: Change) => void
  /** Opens a form, or what happens in a shop. @param code of the entry, or of the new one */
  choose: (act: 'create' | 'edit' | 'import' | 'view', code?: string) => void
  maySave: boolean
}>

/** Whether a text has what is looked for, in any case of letters. */
export function hasText(sought: string | undefined, ...texts: readonly (string | undefined)[]): boolean {
  const part = (sought ?? '').trim().toLowerCase()
  return part === '' || texts.some((text) => text?.toLowerCase().includes(part))
}
