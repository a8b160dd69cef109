import type { TableColumnsType, TableColumnType } from 'antd'
import { type Texts, useTexts } from '../language/texts.ts'
import { choiceParameter, listParameter, useSearchState } from '../navigation/search-state.ts'
import type { RowOrder } from './list-table.tsx'

/** The titles of a table's columns by name, in their order. The first column is always shown. */
export type ColumnTitles = Texts<Readonly<Record<string, string>>>

/** The parameters of the address that say how a list is shown. */
export const viewParameters = {
  /** Names of the shown columns; none: all. */
  columns: listParameter,
  sort: choiceParameter(['newest', 'oldest']),
} as const

/** The order of the address, as tables take it. */
export function orderOf(
  sort: 'newest' | 'oldest',
  filterBy: (values: { sort: 'newest' | 'oldest' }) => void,
): RowOrder {
  return {
    isNewestFirst: sort === 'newest',
    change: (isNewestFirst) => filterBy({ sort: isNewestFirst ? 'newest' : 'oldest' }),
  }
}

const shown = { columns: viewParameters.columns }

/** The columns of a table that its reader chose to see. @param cells of each column but its title, by name */
export function useShownColumns<Row, Titles extends ColumnTitles>(
  titles: Titles,
  cells: Readonly<Record<keyof Titles, Omit<TableColumnType<Row>, 'title' | 'key'>>>,
): TableColumnsType<Row> {
  const t = useTexts(titles)
  const [{ columns }] = useSearchState(shown)
  const names: readonly (keyof Titles & string)[] = Object.keys(titles)
  return names
    .filter((name, place) => place === 0 || columns.length === 0 || columns.includes(name))
    .map((name) => ({ key: name, title: t[name], ...cells[name] }))
}
