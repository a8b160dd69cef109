import type { Text } from './text.ts'

/** The failures of a delivery that the server names itself. Others are codes of the system, or the status of the answer, as `HTTP 500`. */
export type DeliveryFailure = 'PRIVATE_ADDRESS' | 'TIMEOUT' | 'NO_ANSWER' | 'UNKNOWN'

const own: Readonly<Record<DeliveryFailure, Text>> = {
  PRIVATE_ADDRESS: { zh: '目标地址不是公网地址，已拒绝', en: 'Refused: a private, loopback or link-local address' },
  TIMEOUT: { zh: '没有在时限内响应', en: 'No answer in time' },
  NO_ANSWER: { zh: '连接被关闭，没有响应', en: 'Closed without an answer' },
  UNKNOWN: { zh: '未知错误', en: 'Unknown fault' },
}

/** The codes of Node.js and OpenSSL that receivers most often cause. */
const ofSystem: Readonly<Record<string, Text>> = {
  ENOTFOUND: { zh: '找不到该域名', en: 'The name was not found' },
  EAI_AGAIN: { zh: '域名暂时无法解析', en: 'The name cannot be resolved at present' },
  ECONNREFUSED: { zh: '对方拒绝连接', en: 'The connection was refused' },
  ECONNRESET: { zh: '连接被对方中断', en: 'The connection was reset' },
  ETIMEDOUT: { zh: '连接超时', en: 'The connection timed out' },
  EHOSTUNREACH: { zh: '主机无法到达', en: 'The host is unreachable' },
  CERT_HAS_EXPIRED: { zh: '证书已过期', en: 'The certificate has expired' },
  ERR_TLS_CERT_ALTNAME_INVALID: { zh: '证书不是该域名的', en: 'The certificate is of another name' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { zh: '证书是自签名的', en: 'The certificate is self-signed' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { zh: '缺少中间证书', en: 'An intermediate certificate is missing' },
}

/** Why a webhook did not get its events, in words. @param reason as the server keeps it; one without words stays as it is */
export function deliveryFailureText(reason: string): Text {
  const skipped = /^SKIPPED (\d+-\d+)$/.exec(reason)?.[1]
  if (skipped !== undefined) {
    return {
      zh: `事件 ${skipped} 在 30 天内未被确认，已跳过`,
      en: `Events ${skipped} skipped: not acknowledged for 30 days`,
    }
  }
  if (/^HTTP 3\d\d$/.test(reason)) {
    return { zh: `${reason}：不跟随重定向`, en: `${reason}: redirects are not followed` }
  }
  const [ownText, systemText] = [textOf(own, reason), textOf(ofSystem, reason)]
  if (ownText !== undefined) return ownText
  if (systemText === undefined) return { zh: reason, en: reason }
  return { zh: `${systemText.zh}（${reason}）`, en: `${systemText.en} (${reason})` }
}

function textOf(texts: Readonly<Record<string, Text>>, reason: string): Text | undefined {
  return Object.hasOwn(texts, reason) ? texts[reason] : undefined
}
