import type { Text } from '@yaoquan/api'
import { formatTimestamp, parseTimestamp } from '@yaoquan/protocol'
import { type Remark, remarkOf } from './pasted-request.ts'

const windowMs = 10 * 60 * 1000
const hourMs = 60 * 60 * 1000

/** The remark on a timestamp: whether the gateway would accept it now (codes 30 and 31), and the likely cause if not. */
export function timestampRemark(timestamp: string | undefined, nowMs: number): Remark {
  const text = timestamp?.trim() ?? ''
  if (text === '') {
    return remarkOf('wrong', { zh: '缺少 timestamp（错误码 30）', en: 'The timestamp is missing (code 30)' })
  }
  const sentMs = parseTimestamp(text)
  if (sentMs === undefined) {
    return remarkOf('wrong', {
      zh: `timestamp ${text} 不是 yyyy-MM-dd HH:mm:ss（GMT+8）、13位毫秒或10位秒（错误码 31）`,
      en: `The timestamp ${text} is not yyyy-MM-dd HH:mm:ss in GMT+8, 13 digits of milliseconds or 10 of seconds (code 31)`,
    })
  }
  if (Math.abs(sentMs - nowMs) <= windowMs) {
    return remarkOf('fine', {
      zh: `timestamp ${text} 与现在相差不到10分钟`,
      en: `The timestamp ${text} is within ten minutes of the current time`,
    })
  }
  return otherZone(sentMs, nowMs) ?? otherTime(text, sentMs, nowMs)
}

function otherZone(sentMs: number, nowMs: number): Remark | undefined {
  const aheadMs = sentMs - nowMs
  const hours = Math.round(aheadMs / hourMs)
  if (hours === 0 || Math.abs(hours) > 14 || Math.abs(aheadMs - hours * hourMs) > windowMs) return undefined
  const side = hours > 0 ? { zh: '超前', en: 'ahead' } : { zh: '落后', en: 'behind' }
  return remarkOf('wrong', {
    zh: `timestamp ${side.zh}约${Math.abs(hours)}小时，多半没有使用GMT+8时区，那里现在是 ${formatTimestamp(nowMs)}（错误码 31）`,
    en: `The timestamp is about ${Math.abs(hours)} h ${side.en}: probably not in GMT+8, where the time is ${formatTimestamp(nowMs)} (code 31)`,
  })
}

function otherTime(text: string, sentMs: number, nowMs: number): Remark {
  if (sentMs > nowMs) {
    return remarkOf('wrong', {
      zh: `timestamp ${text} 在未来（现在是 ${formatTimestamp(nowMs)}），错误码 31`,
      en: `The timestamp ${text} is in the future (now: ${formatTimestamp(nowMs)}), code 31`,
    })
  }
  const ago = durationText(nowMs - sentMs)
  return remarkOf('doubtful', {
    zh: `timestamp ${text} 是${ago.zh}前的：网关只接受10分钟以内的，发送时请重新取时间并重新签名`,
    en: `The timestamp ${text} is ${ago.en} old: the gateway accepts at most ten minutes; read the time and sign again for each call`,
  })
}

function durationText(ms: number): Text {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return { zh: `${minutes}分钟`, en: `${minutes} minutes` }
  const hours = Math.round(minutes / 60)
  if (hours < 48) return { zh: `${hours}小时`, en: `${hours} hours` }
  return { zh: `${Math.round(hours / 24)}天`, en: `${Math.round(hours / 24)} days` }
}
