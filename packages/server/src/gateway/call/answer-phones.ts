import { type Field, type Fields, type ListItem, type MethodDefinition, maskPhone, type ResponseOf } from '@yaoquan/api'

/** The phones that an answer shows in full, each once, as numbers that do not reveal them in a message or a heap dump at sight. */
export type AnswerPhones = {
  readonly hashes: readonly number[]
  /** The tally that counted them last, so that a cached answer is counted once per tally and not once per call. */
  countedBy: object | undefined
}

/** An answer without full phones. It is never marked as counted. */
export const noPhones: AnswerPhones = Object.freeze({ hashes: [], countedBy: undefined })

/** The phones of a response. Looks only where the method's definition has a phone, so most methods cost nothing. */
export function phonesOf(definition: MethodDefinition, response: ResponseOf<MethodDefinition>): AnswerPhones {
  const paths = pathsOf(definition)
  if (paths.length === 0) return noPhones
  const hashes = new Set<number>()
  collect(response, paths, hashes)
  return hashes.size === 0 ? noPhones : { hashes: [...hashes], countedBy: undefined }
}

/** Path to phones: the property `phone` itself, or properties whose value contains some. */
type Path = Readonly<{ property: string; inside: readonly Path[] | 'phone' }>

const knownPaths = new WeakMap<MethodDefinition, readonly Path[]>()

function pathsOf(definition: MethodDefinition): readonly Path[] {
  const known = knownPaths.get(definition)
  if (known !== undefined) return known
  const paths = pathsIn(definition.response)
  knownPaths.set(definition, paths)
  return paths
}

function pathsIn(fields: Fields): readonly Path[] {
  return Object.entries(fields).flatMap(([property, field]): readonly Path[] => {
    if (property === 'phone') return [{ property, inside: 'phone' }]
    const inside = pathsIn(fieldsOf(field))
    return inside.length === 0 ? [] : [{ property, inside }]
  })
}

function fieldsOf(field: Field | ListItem): Fields {
  if (field.kind === 'object') return field.fields
  return field.kind === 'list' ? fieldsOf(field.item) : {}
}

function collect(value: unknown, paths: readonly Path[], hashes: Set<number>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, paths, hashes)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const { property, inside } of paths) {
    const member: unknown = Reflect.get(value, property)
    if (inside !== 'phone') collect(member, inside, hashes)
    else if (typeof member === 'string') hashes.add(hashOf(member))
  }
}

/** FNV-1a over UTF-16 units. 32 bits: among 10,000 phones about one in a hundred sets has two that count as one. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  }
  return hash >>> 0
}

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
  const own = phonesIn(value)
  const known = own.length > 0 ? own : phones
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    name === 'cardNo' && typeof member === 'string' ? maskedCard(member, known) : masked(member, known),
  ])
  return Object.fromEntries(members.filter(([name]) => name !== 'sentText'))
}

/** The phone of an object, or those that it lists. */
function phonesIn(value: object): readonly string[] {
  if ('phone' in value && typeof value.phone === 'string') return [value.phone]
  return 'phones' in value && Array.isArray(value.phones) ? value.phones.flatMap(phonesIn) : []
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
