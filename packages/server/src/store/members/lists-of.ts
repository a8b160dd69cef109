import { maxInList } from '#database/in-list'

/** Cuts a list into lists of a length that one statement takes. */
export function listsOf<Item>(items: readonly Item[], length = maxInList): readonly (readonly Item[])[] {
  const lists: (readonly Item[])[] = []
  for (let start = 0; start < items.length; start += length) lists.push(items.slice(start, start + length))
  return lists
}
