import type { Text } from '@yaoquan/api'
import { formatTimestamp, parseTimestamp } from '@yaoquan/protocol'
import { type Remark, remarkOf } from './remark.ts'

const windowMs = 10 * 60 * 1000
const hourMs = 60 * 60 * 1000

/**
 * The remark on a timestamp: whether the gateway would accept it now (codes 30 and 31), and the likely cause if not.
 */
export function timestampRemark(timestamp: string | undefined, nowMs: number): Remark {
  const text = timestamp?.trim() ?? ''
  if (text === '') return remarkOf('wrong', missing)
  const sentMs = parseTimestamp(text)
  if (sentMs === undefined) return remarkOf('wrong', unreadable(text))
  const aheadMs = sentMs - nowMs
  if (Math.abs(aheadMs) <= windowMs) return remarkOf('fine', near(text))
  const hours = Math.round(aheadMs / hourMs)
  const isZone = hours !== 0 && Math.abs(hours) <= 14 && Math.abs(aheadMs - hours * hourMs) <= windowMs
  if (isZone) return remarkOf('wrong', otherZone(hours, nowMs))
  return aheadMs > 0 ? remarkOf('wrong', ahead(text, nowMs)) : remarkOf('doubtful', past(text, -aheadMs))
}

const missing: Text = { zh: '缺少 timestamp（错误码 30）', en: 'The timestamp is missing (code 30)' }

function unreadable(text: string): Text {
  return {
    zh: `timestamp ${text} 不是 yyyy-MM-dd HH:mm:ss（GMT+8）、13位毫秒或10位秒（错误码 31）`,
    en: `The timestamp ${text} is not yyyy-MM-dd HH:mm:ss in GMT+8, 13 digits of milliseconds or 10 of seconds (code 31)`,
  }
}

function near(text: string): Text {
  return {
    zh: `timestamp ${text} 与现在相差不到10分钟`,
    en: `The timestamp ${text} is within ten minutes of the current time`,
  }
}

function otherZone(hours: number, nowMs: number): Text {
  const side = hours > 0 ? '超前' : '落后'
  return {
    zh: `timestamp ${side}约${Math.abs(hours)}小时，多半没有使用GMT+8时区，那里现在是 ${formatTimestamp(nowMs)}（错误码 31）`,
    en: `The timestamp is about ${Math.abs(hours)} h ${hours > 0 ? 'ahead' : 'behind'}: probably not in GMT+8, where the time is ${formatTimestamp(nowMs)} (code 31)`,
  }
}

function ahead(text: string, nowMs: number): Text {
  return {
    zh: `timestamp ${text} 在未来（现在是 ${formatTimestamp(nowMs)}），错误码 31`,
    en: `The timestamp ${text} is in the future (now: ${formatTimestamp(nowMs)}), code 31`,
  }
}

function past(text: string, agoMs: number): Text {
  const ago = durationText(agoMs)
  return {
    zh: `timestamp ${text} 是${ago.zh}前的：网关只接受10分钟以内的，发送时请重新取时间并重新签名`,
    en: `The timestamp ${text} is ${ago.en} old: the gateway accepts at most ten minutes; read the time and sign again for each call`,
  }
}

function durationText(ms: number): Text {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return { zh: `${minutes}分钟`, en: `${minutes} minutes` }
  const hours = Math.round(minutes / 60)
  if (hours < 48) return { zh: `${hours}小时`, en: `${hours} hours` }
  return { zh: `${Math.round(hours / 24)}天`, en: `${Math.round(hours / 24)} days` }
}
