import { maskPhone } from '@yaoquan/api'

/** A response with every phone masked, at any depth. A card number that is the phone is masked too. */
export function maskPhones<Response>(response: Response): Response {
  return masked(response) as Response
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  const phone = 'phone' in value && typeof value.phone === 'string' ? value.phone : undefined
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      phone !== undefined && member === phone ? maskPhone(phone) : masked(member),
    ]),
  )
}
