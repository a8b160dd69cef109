import { countRefusals, listRefusals } from '@yaoquan/api'
import { dayMs, momentText, startOfDay } from '#domain/dates'
import { formatPrice } from '#domain/money'
import {
  listRefusals as list,
  type RefusalLog,
  type RefusalPlace,
  type RefusalSpan,
  refusalDays,
} from '#domain/refusals/refused-call'
import { InvalidInput, ifGiven, type Method } from '#methods/method'
import { readDay } from '#methods/read-times'

export type RefusalDependencies = Readonly<{ refusalLog: Pick<RefusalLog, 'listRefusals' | 'countReasons'> }>

/** Refused calls, the newest first. */
export function listRefusalsMethod({ refusalLog }: RefusalDependencies): Method<typeof listRefusals> {
  return {
    definition: listRefusals,
    async call({ appKey, apiName: method, refusedCode: errorCode, cursor, limit = 100, ...days }, { sellerId, nowMs }) {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const span = spanOf(days, nowMs)
      const page = await list({ sellerId, span, appKey, method, errorCode, after, limit }, refusalLog)
      return {
        result: {
          refusals: page.refusals.map(({ errorCode: refusedCode, atMs, ...refusal }) => ({
            ...refusal,
            at: momentText(atMs),
            refusedCode,
          })),
          nextCursor: page.next && `r${page.next.atMs}.${page.next.requestId}`,
          success: true,
        },
      }
    },
  }
}

function readCursor(cursor: string): RefusalPlace {
  const [, atMs, requestId] = /^r(\d{1,15})\.([\w-]{1,64})$/.exec(cursor) ?? []
  if (atMs === undefined || requestId === undefined)
    throw new InvalidInput('cursor', {
      zh: '应为上一页返回的 next_cursor',
      en: 'must be the next_cursor of the page before',
    })
  return { atMs: Number(atMs), requestId }
}

/** Calls that are counted at most. */
const most = 20_000

/** How often calls were refused for each reason. */
export function countRefusalsMethod({ refusalLog }: RefusalDependencies): Method<typeof countRefusals> {
  return {
    definition: countRefusals,
    async call(days, { sellerId, nowMs }) {
      const counted = await refusalLog.countReasons(sellerId, spanOf(days, nowMs), most)
      const reasons = counted
        .map(({ errorCode: refusedCode, calls, orderFen }) => {
          return { refusedCode, calls, orderAmount: ifGiven(orderFen, formatPrice) }
        })
        .toSorted((one, other) => other.calls - one.calls || (one.refusedCode < other.refusedCode ? -1 : 1))
      return { result: { reasons, most, success: true } }
    },
  }
}

type Days = Readonly<{ fromDay?: string | undefined; toDay?: string | undefined }>

/** The days within those that are kept. */
function spanOf({ fromDay, toDay }: Days, nowMs: number): RefusalSpan {
  const kept = nowMs - refusalDays * dayMs
  const fromMs = fromDay === undefined ? kept : Math.max(kept, startOfDay(readDay('from_day', fromDay)))
  return { fromMs, untilMs: dayMs + (toDay === undefined ? nowMs : startOfDay(readDay('to_day', toDay))) }
}
