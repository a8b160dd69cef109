import { maskPhone } from '../words/phones.ts'
import type { Text } from '../words/text.ts'
import type { ReadAs, ReadField } from './read-row.ts'

type As = ReadAs | 'guard'

/** How many rows of a column were read in another form than the file has, and the first of them. */
export type ColumnRead = Readonly<{ column: number; as: As; rows: number; given: string; value: string }>

/** Counts what an importer reads in another form, by column. */
export class ReadCounts {
  readonly #columns = new Map<string, { column: number; as: As; rows: number; given: string; value: string }>()

  readonly #uncertain = new Map<number, { column: number; rows: number; given: string }>()

  /** Counts the fields of a row. */
  add(fields: readonly ReadField[]): void {
    for (const { as, column, given, value, isUncertain } of fields) {
      if (isUncertain) this.#addUncertain(column, given)
      if (as === undefined) continue
      const key = `${column} ${as}`
      const found = this.#columns.get(key)
      if (found === undefined) this.#columns.set(key, { column, as, rows: 1, given, value })
      else found.rows += 1
    }
  }

  /** Columns with days that may be either of two, how many rows have such, and the first of them. */
  uncertain(): readonly Readonly<{ column: number; rows: number; given: string }>[] {
    return [...this.#uncertain.values()]
  }

  #addUncertain(column: number, given: string): void {
    const found = this.#uncertain.get(column)
    if (found === undefined) this.#uncertain.set(column, { column, rows: 1, given })
    else found.rows += 1
  }

  /** Counts by column, in the order of the file. */
  list(): readonly ColumnRead[] {
    return [...this.#columns.values()].toSorted((left, right) => left.column - right.column)
  }
}

/** What an importer says of a column. @param title of the column */
export function columnReadText({ as, rows, given, value }: ColumnRead, title: string): Text {
  const shown = { given: given.trim().slice(0, maxShown), value: value.slice(0, maxShown) }
  switch (as) {
    case 'phone':
      return {
        zh: `“${title}”：${rows} 行的号码去掉了空格、横线、国家代码等，如 ${maskPhone(value)}`,
        en: `"${title}": ${rows} phones without blanks, dashes or country code, such as ${maskPhone(value)}`,
      }
    case 'guard':
      return {
        zh: `“${title}”：${rows} 行去掉了开头防止公式的撇号`,
        en: `"${title}": ${rows} values without the apostrophe that keeps them from being formulas`,
      }
    case 'list':
    case 'day':
    case 'amount':
    case 'status':
      return {
        zh: `“${title}”：${rows} 行已换写法，如 ${shown.given} 读作 ${shown.value}`,
        en: `"${title}": ${rows} values read in another form, such as ${shown.given} as ${shown.value}`,
      }
  }
}

/** The beginning of a list of shops says enough. */
const maxShown = 32
