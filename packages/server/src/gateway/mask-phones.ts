import { maskPhone } from '@yaoquan/api'

/**
 * A response with every phone masked, at any depth. Card numbers that are or contain the phone are masked too, in whatever
 * spelling, as are other texts that are the phone. What an ERP sent of an order may name people anywhere, so it is left out.
 */
export function maskPhones<Response>(response: Response): Response {
  return masked(response, []) as Response
}

/** @param phones of the coupon or member that the value is a part of */
function masked(value: unknown, phones: readonly string[]): unknown {
  if (typeof value === 'string') return phones.includes(value) ? maskPhone(value) : value
  if (Array.isArray(value)) return value.map((item) => masked(item, phones))
  if (typeof value !== 'object' || value === null) return value
  const own = phonesOf(value)
  const known = own.length > 0 ? own : phones
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    name === 'cardNo' && typeof member === 'string' ? maskedCard(member, known) : masked(member, known),
  ])
  return Object.fromEntries(members.filter(([name]) => name !== 'sentText'))
}

/** The phone of an object, or those that it lists. */
function phonesOf(value: object): readonly string[] {
  if ('phone' in value && typeof value.phone === 'string') return [value.phone]
  return 'phones' in value && Array.isArray(value.phones) ? value.phones.flatMap(phonesOf) : []
}

function maskedCard(cardNo: string, phones: readonly string[]): string {
  const masked = phones.reduce(
    (text, phone) => (phone === '' ? text : text.replaceAll(phone, maskPhone(phone))),
    cardNo,
  )
  if (masked !== cardNo) return masked
  const digits = cardNo.normalize('NFKC').replace(/\D/g, '').replace(countryCode, '')
  return phones.includes(digits) ? maskPhone(digits) : cardNo
}

const countryCode = /^(?:00)?86(?=1\d{10}$)/
