import type { MethodDefinition } from '@yaoquan/api'
import { baseStringSection, codeSection } from '../page/code-block.ts'
import { element, show } from '../page/element.ts'
import { say } from '../page/localize.ts'
import { answerView } from './answer-view.ts'
import { type CallResult, gatewayPath } from './call-server.ts'
import { requestText, type SignedCall } from './tool-call.ts'

/** The part of the page that shows the result of a call. */
export type ResultPanel = Readonly<{
  node: HTMLElement
  clear: () => void
  showSending: () => void
  showSigned: (signed: SignedCall) => void
  showResult: (definition: MethodDefinition, result: CallResult) => void
}>

export function resultPanel(): ResultPanel {
  const answer = element('div.answer', { role: 'status' })
  const request = element('div.request')
  const showQuietly = (text: string): void => show(answer, element('p.quiet', text))
  /** Shows the base string, the signature and the HTTP request. */
  const showSigned = ({ base, sign, body }: SignedCall): void =>
    show(
      request,
      baseStringSection(say('待签名串', 'Base string'), base),
      codeSection(say('签名 sign', 'Signature'), sign),
      codeSection(say('HTTP 请求', 'HTTP request'), requestText(body, { host: location.host, path: gatewayPath })),
    )
  return {
    node: element('section', element('h2', say('响应', 'Response')), answer, request),
    clear() {
      showQuietly(
        say(
          '发送之后，响应、待签名串和请求会显示在这里。',
          'After sending, response, base string and request appear here.',
        ),
      )
      show(request)
    },
    showSending: () => showQuietly(say('正在发送…', 'Sending…')),
    showSigned,
    showResult(definition, result) {
      show(answer, answerView(definition, result))
      showSigned(result.signed)
      // On a narrow screen the answer is below a form that may be long.
      answer.querySelector('.outcome')?.scrollIntoView({ block: 'nearest' })
    },
  }
}
