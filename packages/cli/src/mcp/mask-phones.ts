import { maskPhone } from '@yaoquan/api'

type Values = Readonly<Record<string, unknown>>

/** Masks every member named `phone`, at any depth. */
export function maskPhones(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === 'phone' && typeof value === 'string' ? maskPhone(value) : maskInside(value),
    ]),
  )
}

function maskInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskInside)
  return typeof value === 'object' && value !== null ? maskPhones({ ...value }) : value
}
