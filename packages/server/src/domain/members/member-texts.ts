import type { Rule } from '#domain/rule'
import type { ProfileChange } from './change-profile.ts'

/** The texts of a row of a file of members; blank ones are left out. */
export type MemberTexts = Readonly<{
  phone?: string
  cardNo?: string
  name?: string
  level?: string
  /** Separated by comma, semicolon or bar, in either width. */
  tags?: string
  birthday?: string
  consent?: string
  consentSource?: string
  attributes: readonly Readonly<{ name: string; value: string }>[]
}>

/** What a row says of a member. What it does not say stays as it is. */
export type MemberRow = Readonly<{ phone: string | undefined; cardNo: string | undefined; change: ProfileChange }>

/** `field`: its wire name. */
export type ReadMember =
  | Readonly<{ kind: 'member'; row: MemberRow }>
  | Readonly<{ kind: 'invalid'; field: string; rule: Rule }>

const maxLength = 64
const maxValueLength = 512
const maxTags = 50

/** Reads a row of a file of members. Phone, birthday and number of attributes are checked when it is saved. */
export function readMemberTexts(texts: MemberTexts): ReadMember {
  const { phone, cardNo, name, level, birthday, attributes, consentSource } = texts
  if (phone === undefined && cardNo === undefined) {
    return invalid('phone', { zh: '须填，或填卡号', en: 'is required, or a card' })
  }
  const tags = texts.tags
    ?.split(/[,，;；|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const lengths = [
    ...[
      ['card_no', cardNo],
      ['name', name],
      ['level', level],
      ['consent_source', consentSource],
    ].map(([field = '', text]) => ({ field, text, max: maxLength })),
    ...(tags ?? []).map((text) => ({ field: 'tags', text, max: maxLength })),
    ...attributes.map((attribute) => ({ field: 'attributes', text: attribute.name, max: maxLength })),
    ...attributes.map(({ value: text }) => ({ field: 'attributes', text, max: maxValueLength })),
  ]
  const long = lengths.find(({ text, max }) => (text?.length ?? 0) > max)
  if (long !== undefined) {
    return invalid(long.field, { zh: `最多 ${long.max} 个字符`, en: `must have at most ${long.max} characters` })
  }
  if ((tags?.length ?? 0) > maxTags) {
    return invalid('tags', { zh: `最多 ${maxTags} 个`, en: `must be at most ${maxTags}` })
  }
  const marketingConsent = consentOf(texts)
  if (marketingConsent === 'invalid') {
    return invalid('consent', {
      zh: '应为 yes 或 no，并有 consent_source',
      en: 'must be yes or no, with consent_source',
    })
  }
  return {
    kind: 'member',
    row: { phone, cardNo, change: { name, level, birthday, tags, attributes, marketingConsent } },
  }
}

function consentOf({ consent, consentSource: source }: MemberTexts): ProfileChange['marketingConsent'] | 'invalid' {
  if (consent === undefined && source === undefined) return undefined
  const given = answers.get(consent?.toLowerCase() ?? '')
  return given === undefined || source === undefined ? 'invalid' : { given, source }
}

const answers: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', '1', '是', '同意'].map((text) => [text, true] as const),
  ...['no', 'false', '0', '否', '不同意'].map((text) => [text, false] as const),
])

function invalid(field: string, rule: Rule): ReadMember {
  return { kind: 'invalid', field, rule }
}
