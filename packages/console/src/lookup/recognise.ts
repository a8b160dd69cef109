import { phoneKindOf } from '@yaoquan/api'

/** What a text in the search box may name. Each is one exact look-up. */
export type Ask =
  | Readonly<{ kind: 'member'; memberId: string }>
  | Readonly<{ kind: 'phone'; phone: string }>
  | Readonly<{ kind: 'card'; cardNo: string }>
  | Readonly<{ kind: 'coupon'; couponCode: string }>
  | Readonly<{ kind: 'order'; orderId: string }>
  | Readonly<{ kind: 'redemption'; redemptionId: string }>
  | Readonly<{ kind: 'request'; requestId: string }>

/** A number whose middle is hidden names nobody: many numbers look like it. */
export type Recognised = Readonly<{ kind: 'asks'; asks: readonly Ask[] }> | Readonly<{ kind: 'masked' | 'empty' }>

const longest = 64

/** Landlines, foreign numbers, and texts that apps stored as phones. The server removes blanks and dashes before it looks one up. */
const likeNumber = /^\+?\d(?:[\d\s\-().、/]|转){5,30}\d$/

/**
 * Says by its shape what a text may name. Codes, cards and orders have no shape of their own, so all of them are looked up.
 * @param typed as typed or pasted: with blanks, hyphens, `+86`
 */
export function recognise(typed: string): Recognised {
  const text = typed.normalize('NFKC').trim().slice(0, longest)
  if (text === '') return { kind: 'empty' }
  if (/\*{2,}/.test(text)) return { kind: 'masked' }
  const phone = phoneIn(text)
  // A card may have eleven digits too.
  if (phone !== undefined)
    return {
      kind: 'asks',
      asks: [
        { kind: 'phone', phone },
        { kind: 'card', cardNo: text },
      ],
    }
  return {
    kind: 'asks',
    asks: [
      ...(likeNumber.test(text) ? [{ kind: 'phone', phone: text } as const] : []),
      ...(/^M\d{1,18}$/i.test(text) ? [{ kind: 'member', memberId: text.toUpperCase() } as const] : []),
      { kind: 'coupon', couponCode: text },
      { kind: 'card', cardNo: text },
      { kind: 'order', orderId: text },
      ...(/^[0-9A-Z]{16}$/i.test(text) ? [{ kind: 'redemption', redemptionId: text.toUpperCase() } as const] : []),
      ...(/^[0-9a-z]{12}$/.test(text) ? [{ kind: 'request', requestId: text } as const] : []),
    ],
  }
}

/**
 * The asks of a text by their turn: a mobile number is looked up as a card only where nobody has the phone, and a number that is hardly a phone
 * as one only where nothing else was found, since each phone that nobody has counts against the limit of the operator.
 */
export function inTurns(asks: readonly Ask[]): readonly (readonly Ask[])[] {
  const isMobile = (ask: Ask) => ask.kind === 'phone' && phoneKindOf(ask.phone) === 'mobile'
  if (asks.some(isMobile)) return [asks.filter(isMobile), asks.filter((ask) => !isMobile(ask))]
  const isHardlyPhone = (ask: Ask) => ask.kind === 'phone' && !isPhone(ask.phone)
  return [asks.filter((ask) => !isHardlyPhone(ask)), asks.filter(isHardlyPhone)]
}

/** A number under which nobody was found. */
export type NewNumber = Readonly<{ phone: string }> | Readonly<{ cardNo: string }>

/**
 * The number that a text would be of a new member.
 * @returns undefined for a text without a digit, which is no phone and hardly a card
 */
export function newNumberIn(asks: readonly Ask[]): NewNumber | undefined {
  const phone = asks.flatMap((ask) => (ask.kind === 'phone' && isPhone(ask.phone) ? [ask.phone] : []))[0]
  if (phone !== undefined) return { phone }
  const cardNo = asks.find((ask) => ask.kind === 'card')?.cardNo
  return cardNo !== undefined && /\d/.test(cardNo) ? { cardNo } : undefined
}

function isPhone(text: string): boolean {
  return phoneKindOf(compact(text)) !== 'other'
}

function compact(text: string): string {
  return text.replaceAll(/[\s\-().]/g, '')
}

/** @returns the eleven digits of a mainland mobile number, however it is spelled */
function phoneIn(text: string): string | undefined {
  const digits = compact(text).replace(/^(\+|00)?86(?=1\d{10}$)/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined
}
