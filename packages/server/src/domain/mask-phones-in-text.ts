import { maskPhone } from './phone.ts'

/** A text without phones. `phones` is how many were masked. */
type MaskedText = Readonly<{ text: string; phones: number }>

/**
 * Masks mainland mobile numbers in free text: `退货13800138000` becomes `退货138****8000`. Finds 11 digits that begin with 13
 * to 19, also with +86, 0086 or 86 before them, with spaces or dashes between their groups, and in full-width digits. Digits
 * that belong to a longer number are left, for example those of orders and cards. The result is never longer than the text.
 */
export function maskPhonesInText(text: string): MaskedText {
  let phones = 0
  const masked = text.replace(numberInGroups, (found) => {
    const inside = maskGroups(found)
    phones += inside.phones
    return inside.text
  })
  return { text: masked, phones }
}

/** Digits, and what may stand between the groups of one number: spaces, dashes, and invisible marks that spreadsheets add. */
const numberInGroups = /[\d０-９]+(?:[\s\p{Dash}\p{Cf}]{1,3}[\d０-９]+)*/gu

type Group = Readonly<{
  digits: string
  /** Length of the country code at the beginning of the digits. */
  codeLength: number
  start: number
  end: number
}>

function maskGroups(found: string): MaskedText {
  const groups = Array.from(found.matchAll(/[\d０-９]+/g), ({ 0: text, index }): Group => {
    const digits = text.normalize('NFKC')
    const code = countryCode.exec(digits)?.[0] ?? ''
    return { digits, codeLength: code.length, start: index, end: index + text.length }
  })
  let [text, shownUpTo, phones] = ['', 0, 0]
  for (let place = 0; place < groups.length; ) {
    const phone = phoneAt(groups, place)
    place += phone?.groups.length ?? 1
    if (phone === undefined) continue
    const { first, last } = endsOf(phone.groups)
    text += found.slice(shownUpTo, first.start + first.codeLength) + maskPhone(phone.digits)
    shownUpTo = last.end
    phones += 1
  }
  return { text: text + found.slice(shownUpTo), phones }
}

const countryCode = /^(?:00)?86(?=1[3-9])/

type FoundPhone = Readonly<{ groups: readonly Group[]; digits: string }>

/** The phone that begins with a group, if there is one. */
function phoneAt(groups: readonly Group[], place: number): FoundPhone | undefined {
  for (const count of [1, 3, 2]) {
    const taken = groups.slice(place, place + count)
    const parts = taken.map(({ digits, codeLength }, index) => (index === 0 ? digits.slice(codeLength) : digits))
    const shape = parts.map(({ length }) => length).join('-')
    const isAlone = taken.length === groups.length - (isCode(groups[0]) ? 1 : 0)
    if (!shapesInside.has(shape) && !(isAlone && shapesAlone.has(shape))) continue
    const digits = parts.join('')
    if (mobile.test(digits)) return { groups: taken, digits }
  }
  return undefined
}

/** Found beside other numbers too, for example after a date. */
const shapesInside: ReadonlySet<string> = new Set(['11', '3-4-4'])
/** Found only if no other group is beside them: a card number in groups of four contains `1380 0138 000`. */
const shapesAlone: ReadonlySet<string> = new Set(['4-4-3', '4-3-4', '3-3-5', '3-8', '7-4'])

const mobile = /^1[3-9]\d{9}$/

function isCode(group: Group | undefined): boolean {
  return group !== undefined && /^(?:00)?86$/.test(group.digits)
}

function endsOf(groups: readonly Group[]): Readonly<{ first: Group; last: Group }> {
  const [first, last] = [groups[0], groups.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a phone without digits')
  return { first, last }
}
