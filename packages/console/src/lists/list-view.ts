import { addDays, daysBetween } from '../design/days.ts'

/** The parameters of a list's address that a view holds, by name: filters, columns and order. */
export type ViewSearch = Readonly<Record<string, string>>

/** What a view holds of an address: the given parameters. A key that only this page knows is left out, and so is what is empty. */
export function viewOf(raw: Readonly<Record<string, unknown>>, names: readonly string[]): ViewSearch {
  const entries = names.flatMap((name) => {
    const text = raw[name]
    return typeof text === 'string' && text !== '' && !/^~\d+$/.test(text) ? [[name, text] as const] : []
  })
  return Object.fromEntries(entries)
}

/** Whether two views show the same. */
export function isSameView(one: ViewSearch, other: ViewSearch): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

const dayText = /^\d{4}-\d{2}-\d{2}$/
const movingText = /^today(?:([+-]\d{1,5}))?$/

/** Whether a view ends today, so that its days can move with it. */
export function endsToday(view: ViewSearch, today: string): boolean {
  return Object.values(view).includes(today)
}

/** The same view with days told from today on: `today`, `today-6`. */
export function movingView(view: ViewSearch, today: string): ViewSearch {
  return mapped(view, (text) => {
    if (!dayText.test(text)) return text
    const days = daysBetween(today, text)
    return days === 0 ? 'today' : `today${days > 0 ? '+' : ''}${days}`
  })
}

/** The view of a day, with days of the calendar. */
export function viewOn(view: ViewSearch, today: string): ViewSearch {
  return mapped(view, (text) => {
    const found = movingText.exec(text)
    return found === null ? text : addDays(today, Number(found[1] ?? 0))
  })
}

function mapped(view: ViewSearch, change: (text: string) => string): ViewSearch {
  return Object.fromEntries(Object.entries(view).map(([name, text]) => [name, change(text)]))
}
