import { type FormSource, isSealedForm, openForms } from '#store/members/stored-form'
import type { StoredForms } from './stored-forms.ts'

/** The JSON of an answer with its order ids as they are stored. */
export async function storedAnswer(answer: unknown, forms: StoredForms): Promise<string> {
  const text = JSON.stringify(answer)
  const orderIds = orderIdsIn(text)
  if (orderIds.length === 0) return text
  const formOf = new Map<string, string>()
  for (const orderId of orderIds) formOf.set(orderId, await forms.ofId(orderId))
  return replaceOrderIds(text, (orderId) => formOf.get(orderId) ?? orderId)
}

/** The JSON of a stored answer with its order ids opened. */
export async function openAnswer(source: FormSource, sellerId: string, text: string): Promise<string> {
  const sealed = orderIdsIn(text).filter(isSealedForm)
  if (sealed.length === 0) return text
  const textOf = await openForms(source, sellerId, sealed)
  return replaceOrderIds(text, (orderId) => (isSealedForm(orderId) ? textOf(orderId) : orderId))
}

/** Quotes within texts are escaped, so a caller's text is never taken for a member. */
const orderIdMember = /"orderId":("(?:[^"\\]|\\.)*")/g

function orderIdsIn(text: string): readonly string[] {
  // Answers of most writes have none.
  if (!text.includes('"orderId":')) return []
  return Array.from(text.matchAll(orderIdMember), ({ 1: json }) => JSON.parse(json ?? '""'))
}

function replaceOrderIds(text: string, change: (orderId: string) => string): string {
  return text.replace(orderIdMember, (_whole, json: string) => `"orderId":${JSON.stringify(change(JSON.parse(json)))}`)
}
