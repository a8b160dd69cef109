/** What a redemption needs. Codes of coupons are in memory only. */
export type Typed = Readonly<{ codes: readonly string[]; orderId: string; amount: string }>

export const nothingTyped: Typed = { codes: [], orderId: '', amount: '' }

const key = 'yaoquan-clerk-typed'

/** What was typed before the page was loaded again: order and amount, which name nobody. */
export function typedBefore(): Typed {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    return { ...nothingTyped, orderId: textIn(kept, 'orderId'), amount: textIn(kept, 'amount') }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return nothingTyped
    throw error
  }
}

/** Keeps order and amount until the tab is closed or the operator signs out. */
export function keepTyped({ orderId, amount }: Typed): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ orderId, amount }))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

function textIn(value: unknown, name: string): string {
  const member = typeof value === 'object' && value !== null && name in value ? value[name as keyof typeof value] : ''
  return typeof member === 'string' ? member : ''
}
