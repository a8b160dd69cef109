import type { KnownError, MethodDefinition } from '@yaoquan/api'
import { prettyPrint } from '@yaoquan/protocol'
import { codeBlock } from '../page/code-block.ts'
import { businessErrorPage, errorPage } from '../page/document-links.ts'
import { type Child, element } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import type { AnswerReading, CallResult } from './call-server.ts'

/** Shows the result of a call: outcome, HTTP status, duration, and the answer, formatted and raw. */
export function answerView(definition: MethodDefinition, result: CallResult): Child {
  const { sent, reading, signed, clockAheadMs } = result
  if (sent.kind === 'failed' || reading === undefined) {
    const reason = sent.kind === 'failed' && ` ${sent.reason}`
    return outcome('wrong', say('没有收到响应。', 'No response was received.'), reason)
  }
  const raw = say('原始响应', 'Raw response')
  const pretty = prettyPrint(sent.text, signed.encoding)
  const [title, ...advice] = reported(definition, reading)
  return [
    outcome(
      reading.kind === 'success' ? 'fine' : 'wrong',
      title,
      advice,
      element('p.note', `HTTP ${sent.status} · ${Math.round(sent.elapsedMs)} ms`),
      clockAheadMs !== undefined && clockNote(clockAheadMs),
    ),
    codeBlock(pretty, say('响应', 'Response')),
    pretty !== sent.text && element('details', element('summary', raw), codeBlock(sent.text, raw)),
  ]
}

function outcome(level: 'fine' | 'wrong', title: string, ...more: readonly Child[]): HTMLElement {
  return element('div.outcome', { 'data-level': level }, element('strong', title), more)
}

function reported(definition: MethodDefinition, reading: AnswerReading): readonly [title: string, ...more: Child[]] {
  switch (reading.kind) {
    case 'success':
      return [say('调用成功', 'The call succeeded')]
    case 'unreadable':
      return [say('无法识别的响应', 'The response is not one of this method'), ` ${reading.reason}`]
    case 'business': {
      const advice = reading.known && element('p', localize(reading.known.cure))
      const page = businessErrorPage(definition.name, reading.code)
      return [`${reading.code} ${reading.message}`, advice, explanation(page)]
    }
    case 'error': {
      const { code, msg, subMsg } = reading.error
      const { known } = reading
      const advice = known && element('p', adviceOn(known))
      return [`${code} ${msg}${subMsg === undefined ? '' : `: ${subMsg}`}`, advice, explanation(errorPage(known?.name))]
    }
  }
}

/** The page computes the signature, so an invalid one has only one possible cause. */
function adviceOn({ name, row }: KnownError): Child {
  if (name !== 'invalidSignature') return [localize(row.cause), element('br'), localize(row.cure)]
  return say(
    '签名由本页计算，因此只可能是 AppSecret 与这个 AppKey 不符：请核对。',
    'This page computed the signature, so the secret cannot belong to this AppKey: check it.',
  )
}

function explanation(href: string): HTMLElement {
  return element('a', { href }, say('查看说明', 'See the explanation'))
}

function clockNote(aheadMs: number): HTMLElement {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const isAhead = aheadMs > 0
  return element(
    'p',
    say(
      `服务器时钟比本机${isAhead ? '快' : '慢'} ${seconds} 秒，第一次调用因此被拒绝（错误码 31）；已按服务器时间重新签名并发送。请校准本机时钟。`,
      `The server's clock is ${seconds} s ${isAhead ? 'ahead of' : 'behind'} this machine's, so the first call was refused (code 31); it was signed with the server's time and sent again. Correct this machine's clock.`,
    ),
  )
}
