import { maskPhone } from '@yaoquan/api'

/** What an assistant may see in full. */
export type Shown = Readonly<{
  phones: boolean
  /** Names, birthdays, tags and attributes of members. */
  profiles: boolean
}>

type Values = Readonly<Record<string, unknown>>

/** An answer, by wire names, without what an assistant may not see. */
export function maskAnswer(values: Values, shown: Shown): Values {
  const withoutProfiles = shown.profiles ? values : maskProfiles(values)
  const withoutPhones = shown.phones ? withoutProfiles : maskPhones(withoutProfiles)
  return shown.phones && shown.profiles ? withoutPhones : withoutSentText(withoutPhones)
}

/** What an ERP sent of an order may name people anywhere. */
function withoutSentText(values: Values): Values {
  return JSON.parse(JSON.stringify(values, (name, value: unknown) => (name === 'sent_text' ? undefined : value)))
}

const hidden = '****'

/** Shows of every member the first character of the name, the names of attributes, level, states and consent. */
function maskProfiles(values: Values): Values {
  return JSON.parse(JSON.stringify(values), (_name, value: unknown) => (isMember(value) ? maskedMember(value) : value))
}

function isMember(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && 'member_id' in value && 'phones' in value
}

function maskedMember({ name, birthday, tags, attributes, ...others }: Values): Values {
  return {
    ...others,
    name: typeof name === 'string' ? `${Array.from(name)[0] ?? ''}**` : undefined,
    birthday: birthday === undefined ? undefined : hidden,
    tags: Array.isArray(tags) ? tags.map(() => hidden) : undefined,
    attributes: Array.isArray(attributes)
      ? attributes.map(({ name: own }: Values) => ({ name: own, value: hidden }))
      : undefined,
  }
}

/** Masks every member named `phone`, at any depth, and these phones where a card number contains them. */
function maskPhones(values: Values): Values {
  const phones = new Set<string>()
  const masked = JSON.stringify(values, (name, value: unknown) => {
    if (name !== 'phone' || typeof value !== 'string' || value === '') return value
    phones.add(value)
    return maskPhone(value)
  })
  return JSON.parse(masked, (name, value: unknown) => {
    if (name !== 'card_no' || typeof value !== 'string') return value
    return [...phones].reduce((text, phone) => text.replaceAll(phone, maskPhone(phone)), value)
  })
}
