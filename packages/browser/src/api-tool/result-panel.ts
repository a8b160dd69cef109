import type { MethodDefinition } from '@yaoquan/api'
import { element, show } from '../page/element.ts'
import { localize } from '../page/localize.ts'
import { answerView } from './answer-view.ts'
import type { CallResult } from './call-server.ts'
import { requestView } from './request-view.ts'
import type { SignedCall } from './tool-call.ts'

/** The part of the page that shows the result of a call. */
export type ResultPanel = Readonly<{
  node: HTMLElement
  clear: () => void
  showSending: () => void
  showSigned: (signed: SignedCall) => void
  showResult: (definition: MethodDefinition, result: CallResult) => void
}>

/** Creates the panel. */
export function resultPanel(): ResultPanel {
  const answer = element('div', { class: 'answer', role: 'status' })
  const request = element('div', { class: 'request' })
  const showSigned = (signed: SignedCall): void => show(request, requestView(signed))
  return {
    node: element('section', {}, element('h2', {}, localize(texts.answer)), answer, request),
    clear() {
      show(answer, element('p', { class: 'quiet' }, localize(texts.nothing)))
      show(request)
    },
    showSending: () => show(answer, element('p', { class: 'quiet' }, localize(texts.sending))),
    showSigned,
    showResult(definition, result) {
      show(answer, answerView(definition, result))
      showSigned(result.signed)
      // On a narrow screen the answer is below a form that may be long.
      answer.querySelector('.outcome')?.scrollIntoView({ block: 'nearest' })
    },
  }
}

const texts = {
  answer: { zh: '响应', en: 'Response' },
  nothing: {
    zh: '发送之后，响应、待签名串和请求会显示在这里。',
    en: 'After sending, response, base string and request appear here.',
  },
  sending: { zh: '正在发送…', en: 'Sending…' },
} as const
