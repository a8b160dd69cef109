import type { getMember, RequestOf, saveMember } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

export type Member = NonNullable<ResultOf<typeof getMember>['member']>

/** What a form of a member takes. */
export type FormProps = Readonly<{ member: Member; close: () => void }>

/** What is kept of a member besides numbers, as a form has it. */
export type ProfileValues = Readonly<{
  name?: string
  /** `MM-DD` */
  birthday?: string
  level?: string
  tags?: readonly string[]
  /** A new answer to whether marketing messages are allowed. */
  consent?: 'same' | 'given' | 'refused'
  /** Where the member answered. */
  consentSource?: string
}>

type ProfileChange = Pick<RequestOf<typeof saveMember>, (typeof texts)[number] | 'tags' | 'marketingConsent' | 'clear'>

const texts = ['name', 'birthday', 'level'] as const

/** The values with which a form begins. @param before of a new member nothing */
export function profileValues({ name = '', birthday = '', level = '', tags = [] }: Partial<Member>): ProfileValues {
  return { name, birthday, level, tags, consent: 'same', consentSource: '' }
}

/**
 * What a form changes of a member. The rest is not sent, so that it keeps what others save meanwhile.
 * @param before the member with which the form began
 * @returns undefined if it changes nothing
 */
export function profileChange(before: Partial<Member>, values: ProfileValues): ProfileChange | undefined {
  const changed = texts
    .map((name) => ({ name, text: values[name]?.trim() ?? '' }))
    .filter(({ name, text }) => text !== (before[name] ?? ''))
  const tags = [...new Set(values.tags?.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
  const hasOtherTags = JSON.stringify(tags) !== JSON.stringify(before.tags ?? [])
  const clear: string[] = changed.filter(({ text }) => text === '').map(({ name }) => name)
  if (hasOtherTags && tags.length === 0) clear.push('tags')
  const { consent = 'same', consentSource = '' } = values
  const hasAnswer = consent !== 'same'
  if (changed.length === 0 && !hasOtherTags && !hasAnswer) return undefined
  return {
    ...Object.fromEntries(changed.filter(({ text }) => text !== '').map(({ name, text }) => [name, text])),
    ...(hasOtherTags && tags.length > 0 ? { tags } : {}),
    ...(hasAnswer ? { marketingConsent: { given: consent === 'given', source: consentSource.trim() } } : {}),
    ...(clear.length > 0 ? { clear } : {}),
  }
}
