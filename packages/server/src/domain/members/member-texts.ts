import type { Rule } from '#domain/rule'
import { type ProfileChange, ruleForBirthday } from './change-profile.ts'

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
type Fault = Readonly<{ field: string; rule: Rule }>

/** `faults`: of each field the first one. */
type ReadMember = Readonly<{ row: MemberRow; faults: readonly Fault[] }>

const maxLength = 64
const maxValueLength = 512
const maxTags = 50

/** Reads a row of a file of members. The forms of phone and card are not checked, nor how many attributes the member has then. */
export function readMemberTexts(texts: MemberTexts): ReadMember {
  const { phone, cardNo, name, level, birthday, attributes, consentSource } = texts
  const broken = new Map<string, Rule>()
  const report = (field: string, rule: Rule) => {
    if (!broken.has(field)) broken.set(field, rule)
  }
  if (phone === undefined && cardNo === undefined) {
    report('phone', { zh: '须填，或填卡号', en: 'is required, or a card' })
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
  for (const { field, text, max } of lengths) {
    if ((text?.length ?? 0) > max)
      report(field, { zh: `最多 ${max} 个字符`, en: `must have at most ${max} characters` })
  }
  if ((tags?.length ?? 0) > maxTags) report('tags', { zh: `最多 ${maxTags} 个`, en: `must be at most ${maxTags}` })
  const marketingConsent = consentOf(texts)
  if (marketingConsent === 'invalid') {
    report('consent', { zh: '应为 yes 或 no，并有 consent_source', en: 'must be yes or no, with consent_source' })
  }
  const birthdayRule = birthday === undefined ? undefined : ruleForBirthday(birthday)
  if (birthdayRule !== undefined) report('birthday', birthdayRule)
  const consent = marketingConsent === 'invalid' ? undefined : marketingConsent
  return {
    row: { phone, cardNo, change: { name, level, birthday, tags, attributes, marketingConsent: consent } },
    faults: [...broken].map(([field, rule]) => ({ field, rule })),
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
