import { memberColumns } from '@yaoquan/api'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import { membersOf } from './event-text.ts'
import { memberName } from './member-names.ts'

const texts = defineTexts({
  fields: { zh: (names: string) => `修改：${names}`, en: (names) => `Changed: ${names}` },
  comma: { zh: '、', en: ', ' },
  phoneReplaced: { zh: '更换手机号', en: 'Phone changed' },
  phoneAdded: { zh: '添加手机号', en: 'Phone added' },
  cardAdded: { zh: '添加会员卡', en: 'Card added' },
  cardLost: { zh: '会员卡挂失', en: 'Card reported lost' },
  cardReplaced: { zh: '会员卡已更换', en: 'Card replaced' },
  named: { zh: '以新的手机号或卡号出现', en: 'Named by a new phone or card' },
  merged: { zh: (from: string, into: string) => `${from} 并入 ${into}`, en: (from, into) => `${from} into ${into}` },
  reason: { zh: (reason: string) => `原因：${reason}`, en: (reason) => `reason: ${reason}` },
})

/** What an event about a member says, in lines of words. @param after JSON of the event */
export function memberChangeText(after: string | undefined, language: Language): readonly string[] {
  const t = textsIn(texts, language)
  const is = membersOf(after)
  const fields = is['fields']?.split(',').filter((name) => name !== '') ?? []
  const named = [
    is['phone_state'] === 'replaced' ? t.phoneReplaced : is['phone_added'] && t.phoneAdded,
    is['card_state'] === 'lost' && t.cardLost,
    is['card_state'] === 'replaced' && t.cardReplaced,
    is['card_added'] && is['card_state'] === undefined && t.cardAdded,
    is['named'] && t.named,
  ].filter((line) => typeof line === 'string')
  const { from, into, reason } = is
  return [
    ...(fields.length === 0 ? [] : [t.fields(fields.map((name) => memberFieldName(name, language)).join(t.comma))]),
    ...named,
    ...(from === undefined || into === undefined ? [] : [t.merged(from, into)]),
    ...(reason === undefined ? [] : [t.reason(reason)]),
  ]
}

/** The name of a field of a member. @param wire as events and answers name it */
export function memberFieldName(wire: string, language: Language): string {
  const column = Object.values<MemberColumn>(memberColumns).find((one) => one.wire === wire)
  return column?.[language] ?? memberName(wire, language)
}

type MemberColumn = Readonly<{ wire: string } & Record<Language, string>>
