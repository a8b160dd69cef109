import type { Text } from './text.ts'

/** What an importer asks about coupons of a file: rows with such a coupon are refused unless the person who imports the file agrees. */
export type ImportQuestion = 'bearer' | 'zero-amount'

type Input = Readonly<{
  phone?: string | undefined
  cardNo?: string | undefined
  couponAmount?: string | undefined
}>

/** What has to be asked about a row of a file of coupons, which may be meant or forgotten. @param row texts by property */
export function questionsOf({ phone = '', cardNo = '', couponAmount = '' }: Input): readonly ImportQuestion[] {
  const questions: ImportQuestion[] = []
  if (phone.trim() === '' && cardNo.trim() === '') questions.push('bearer')
  if (/^0+(?:\.0*)?$/.test(couponAmount.trim())) questions.push('zero-amount')
  return questions
}

/** Why a row is not imported while a question is open, and the property that it is about. */
export const openQuestions = {
  bearer: {
    property: 'phone',
    zh: '与会员卡号都是空的；不记名的券须先确认',
    en: 'and card are both blank; coupons of nobody must be confirmed',
  },
  'zero-amount': {
    property: 'couponAmount',
    zh: '是 0，这样的券什么也不减；须先确认',
    en: 'is 0, so the coupon takes nothing off; that must be confirmed',
  },
} as const satisfies Readonly<Record<ImportQuestion, Text & Readonly<{ property: string }>>>
