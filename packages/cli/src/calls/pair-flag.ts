import { InvalidArgumentError, Option } from 'commander'
import type { Given } from './call-row.ts'

/** A flag that may be given several times and gives two members of an item of a list, as `--line 1001=120.50`. */
export type PairFlag = Readonly<{
  /** Its name and value, as `--line <category=yuan>`. */
  flags: string
  /** The members before and after the sign. */
  members: readonly [string, string]
  description: string
  /** How a value looks, as a phrase: `品类=金额，如 1001=120.50`. */
  form: string
  /** What a value must match. */
  pattern?: RegExp
  /** Whether the second may be left out. */
  isShort?: boolean
}>

/** The flag, whose value is a list of items. It refuses a value of another form. */
export function pairOption({ flags, members, description, form, ...rules }: PairFlag): Option {
  const [first, second] = members
  const { pattern = /^/, isShort = false } = rules
  return new Option(flags, description).argParser((text: string, before: readonly Given[] | undefined) => {
    const end = isShort ? text.indexOf('=') : text.lastIndexOf('=')
    const [name, value] = [text.slice(0, end), text.slice(end + 1)]
    if (end < 1 || (value === '' && !isShort) || !pattern.test(text)) throw new InvalidArgumentError(form)
    return [...(before ?? []), value === '' ? { [first]: name } : { [first]: name, [second]: value }]
  })
}
