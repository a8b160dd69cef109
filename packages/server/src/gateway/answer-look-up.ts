import type { Text } from '@yaoquan/api'
import { namedByClerk } from '#methods/named-by-clerk'
import { type PhoneFinder, phoneFinders, wholePhone } from '#methods/phone-finders'
import { type DecodedCall, encodeAnswer, performCached, type ShownAnswer } from './answer-cache.ts'
import type { CallingApp } from './call/callers.ts'
import { type Limited, type Refused, refuse } from './call/incoming-call.ts'
import type { GatewayDependencies } from './gateway-dependencies.ts'
import { lookUpByCode, missedCodes } from './limits/code-guesses.ts'
import type { PhoneGuesser } from './limits/phone-guesses.ts'

/** A decoded call, and who makes it. */
export type LookUp = DecodedCall & Readonly<{ app: CallingApp; ip: string }>

type Answered = Readonly<{ kind: 'answered'; sellerId: string; answer: ShownAnswer }>

/**
 * Performs a call, unless its caller has tried too many codes that no coupon has, or too many phones that nobody has and that the
 * caller may not see, or is a clerk who has looked at too many members by number: code 7.
 */
export async function answerLookUp(call: LookUp, gateway: GatewayDependencies): Promise<Answered | Refused> {
  const names = namedByClerk(call)
  const tooMany = names.length === 0 ? undefined : await gateway.phoneGuesses.named(phoneGuesserOf(call), names)
  if (tooMany !== undefined) return refusePhones(call, tooMany, gateway)
  const finder = call.form.masksPhones ? phoneFinders.get(call.method.definition.name) : undefined
  const phones = finder?.phones(call.input).flatMap((phone) => wholePhone(phone) ?? []) ?? []
  if (finder === undefined || phones.length === 0) return answerUnderCodeLimit(call, gateway)
  const tried = { call, phones, guesser: phoneGuesserOf(call), finder }
  const end = await gateway.phoneGuesses.begin(tried.guesser, phones, finder.triedWith?.(call.input))
  try {
    return await answerTried(tried, gateway)
  } finally {
    end()
  }
}

type Tried = Readonly<{ call: LookUp; phones: readonly string[]; guesser: PhoneGuesser; finder: PhoneFinder }>

async function answerTried(
  { call, phones, guesser, finder: { isOnlyForAlike = false, isList = false } }: Tried,
  gateway: GatewayDependencies,
): Promise<Answered | Refused> {
  const { phoneGuesses } = gateway
  const reasons = isOnlyForAlike ? onlyAlike : allReasons
  const limited = isList ? undefined : phoneGuesses.wait(guesser, phones, reasons)
  if (limited !== undefined) return refusePhones(call, limited, gateway)
  const beyondList = isList ? await phoneGuesses.listed(guesser, phones) : undefined
  if (beyondList !== undefined) return refusePhones(call, beyondList, gateway)
  const done = await answerUnderCodeLimit(call, gateway)
  if (done.kind === 'refused') return done
  const { missed } = done.answer
  if (missed === undefined) {
    // Others may have filled the minute meanwhile; what was written is answered.
    const late = isOnlyForAlike ? undefined : phoneGuesses.wait(guesser, phones, reasons)
    return late === undefined ? done : refusePhones(call, late, gateway)
  }
  const unknown = missed.phones === 'all' ? phones : missed.phones.flatMap((phone) => wholePhone(phone) ?? [])
  const beyond = await phoneGuesses.missed(guesser, unknown, missed.isCertain)
  return beyond === undefined || missed.hasWritten ? done : refusePhones(call, beyond, gateway)
}

const onlyAlike = ['alike'] as const
const allReasons = ['alike', 'day', 'minute'] as const

function phoneGuesserOf({ app, context, input, ip }: LookUp): PhoneGuesser {
  const { sellerId, nowMs } = context
  const { shop }: Readonly<{ shop?: unknown }> = input
  return { app, sellerId, shop: typeof shop === 'string' ? shop : undefined, ip, nowMs }
}

function refusePhones({ app, context, ip }: LookUp, limited: Limited, { telemetry }: GatewayDependencies): Refused {
  const { reason, seconds } = limited
  telemetry.phoneGuessRefused({ appKey: app.appKey, sellerId: context.sellerId, ip, reason, seconds })
  return { ...refuse('tooManyPhonesTried', { seconds, rule: rules[reason] }), limited }
}

const rules = {
  alike: {
    zh: '当日查过的前三位与后四位相同、没有结果的手机号过多',
    en: 'too many phones of equal first three and last four digits that found nothing today',
  },
  day: { zh: '当日查过的没有结果的手机号过多', en: 'too many phones that found nothing today' },
  minute: { zh: '一分钟内查过的没有结果的手机号过多', en: 'too many phones that found nothing within a minute' },
  'members-day': {
    zh: '当日按编号查看的会员、卡与订单过多',
    en: 'too many members, cards and orders looked up by number today',
  },
  'members-minute': {
    zh: '一分钟内按编号查看的会员、卡与订单过多',
    en: 'too many members, cards and orders looked up by number within a minute',
  },
  rate: { zh: '调用过于频繁', en: 'too many calls' },
} as const satisfies Readonly<Record<Limited['reason'], Text>>

async function answerUnderCodeLimit(call: LookUp, gateway: GatewayDependencies): Promise<Answered | Refused> {
  const { method, input, context, ip } = call
  const { sellerId, appKey } = context
  const { codeGuesses, answers, telemetry } = gateway
  const lookUp = lookUpByCode(method.definition, input)
  if (lookUp === undefined) return { kind: 'answered', sellerId, answer: await performCached(call, answers) }
  const guesser = { appKey, shop: lookUp.shop, ip }
  const seconds = codeGuesses.wait(guesser)
  if (seconds > 0) {
    telemetry.codeGuessRefused({ ...guesser, sellerId, seconds })
    return refuse('appCallLimited', { seconds })
  }
  const response = await method.call(input, context)
  codeGuesses.missed(guesser, missedCodes(response, lookUp))
  return { kind: 'answered', sellerId, answer: encodeAnswer(call, response) }
}
