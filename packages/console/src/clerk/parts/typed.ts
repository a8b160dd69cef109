import { holdsMobile } from '@yaoquan/api'
import { recallJson, remember } from '@yaoquan/browser/memory'
import { yuanPattern } from '../../design/money.ts'

/** What a redemption needs. Codes of coupons are in memory only. */
export type Typed = Readonly<{ codes: readonly string[]; orderId: string; amount: string }>

export const nothingTyped: Typed = { codes: [], orderId: '', amount: '' }

/** Whether the number of the order is the code of a coupon: a scanner gun that reads a coupon twice types it there. */
export function isCodeAsOrder({ codes, orderId }: Typed): boolean {
  const sameAs = orderId.trim().toUpperCase()
  return codes.some((code) => code.trim().toUpperCase() === sameAs)
}

const key = 'yaoquan-clerk-typed'

/**
 * What was typed before the page was loaded again: order and amount, which name no customer.
 * @param operator who types now: what another operator typed is not shown; without one, whoever typed it
 */
export function typedBefore(operator?: string): Typed {
  const kept = recallJson(key, 'sessionStorage')
  if (operator !== undefined && textIn(kept, 'operator') !== operator) return nothingTyped
  return { codes: [], orderId: textIn(kept, 'orderId'), amount: textIn(kept, 'amount') }
}

/** Keeps order and amount of an operator until the tab is closed or the operator signs out; no order that has a phone in it. */
export function keepTyped(operator: string, { orderId, amount }: Typed): void {
  const kept = holdsMobile(orderId) ? '' : orderId
  remember(key, JSON.stringify({ operator, orderId: kept, amount }), 'sessionStorage')
}

/** Forgets what was kept. */
export function forgetTyped(): void {
  remember(key, undefined, 'sessionStorage')
}

function textIn(value: unknown, name: string): string {
  const member = typeof value === 'object' && value !== null && name in value ? value[name as keyof typeof value] : ''
  return typeof member === 'string' ? member : ''
}

/** Commas or blanks between groups of three digits. */
const grouped = /^\d{1,3}([, ])\d{3}(\1\d{3})*(\.\d{1,2})?$/

/**
 * Reads an amount as people type or paste it: with full-width digits, a Chinese full stop, `¥` or separators of thousands.
 * @returns yuan as the API takes them; undefined for what is no such amount, which is never guessed at
 */
export function amountIn(typed: string): string | undefined {
  const text = typed.normalize('NFKC').replaceAll('。', '.').trim().replace(/^¥\s*/, '').replace(/\.$/, '')
  const plain = grouped.test(text) ? text.replaceAll(/[, ]/g, '') : text
  return yuanPattern.test(plain) ? plain : undefined
}
