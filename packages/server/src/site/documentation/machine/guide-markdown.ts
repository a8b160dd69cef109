import {
  businessErrors,
  type ErrorRow,
  errors,
  evaluateBasket,
  type Fields,
  presets,
  redeemCoupon,
  uploadCoupons,
  uploadLines,
} from '@yaoquan/api'
import type { View } from '#site/documentation/document/document'
import { publicRequestParameters, publicResponseParameters } from '#site/documentation/document/public-parameters'
import { type Guide, guideText } from '#site/documentation/guides/guides'
import { basketExample, signatureExample, signedRequest } from '#site/documentation/guides/signature-example'
import { curlSample } from '#site/documentation/method-page/request-samples'
import type { PageLanguage } from '#site/page-route'
import { fencedText, fieldList, markdownList, markdownTable } from './method-text.ts'

/** A guide as plain Markdown, its components as lists and tables. @throws Error for an unknown component */
export function guideMarkdown(guide: Guide, view: View): string {
  const parts = markdownComponents(view)
  return guideText(guide, view)
    .replaceAll(/^::([a-z0-9-]+)::$/gm, (_, name: string) => {
      const part = parts[name]
      if (part === undefined) throw new Error(`unknown component ${name}`)
      return part()
    })
    .replaceAll(/^(#+ .*?)\s*\{#[\w.-]+\}$/gm, '$1')
}

const phonesText = {
  zh: { full: '；手机号完整', masked: '；手机号打码' },
  en: { full: '; full phones', masked: '; masked phones' },
} as const

function markdownComponents(view: View): Readonly<Record<string, () => string>> {
  const { language } = view
  const { base, parameters, secret, signs } = signatureExample
  const lineFields: readonly Fields[] = Object.values(uploadLines)
  return {
    'public-parameters': () => publicParameterLists(view),
    presets: () =>
      markdownList(
        Object.entries(presets).map(([name, preset]) => {
          const phones = phonesText[language][preset.phones]
          return `\`${name}\`: ${preset[language]}${phones}`
        }),
      ),
    'public-errors': () => publicErrorTable(language),
    'business-errors': () => businessErrorTable(language),
    'signature-parameters': () => pairs(parameters),
    'signature-base': () => fencedText(base),
    'signature-md5-text': () => fencedText(secret + base + secret),
    'signature-signs': () => pairs(signs),
    'signature-request': () => fencedText(signedRequest(view.gatewayUrl), 'http'),
    'evaluate-samples': () => fencedText(curlSample(evaluateBasket, view, basketExample.evaluate), 'sh'),
    'redeem-samples': () => fencedText(curlSample(redeemCoupon, view, basketExample.redeem), 'sh'),
    'upload-parameters': () => fieldList(uploadCoupons.request, language),
    'upload-lines': () => lineFields.map((fields) => fieldList(fields, language)).join('\n\n'),
  }
}

function pairs(values: Readonly<Record<string, string>>): string {
  return markdownList(Object.entries(values).map(([name, value]) => `\`${name}\`: \`${value}\``))
}

function publicParameterLists({ language, gatewayUrl }: View): string {
  const request = publicRequestParameters.map(
    ({ name, isRequired, description }) =>
      `\`${name}\`${isRequired ? texts.required[language] : ''}: ${description[language]}`,
  )
  const response = publicResponseParameters.map(({ name, description }) => `\`${name}\`: ${description[language]}`)
  return [
    texts.address[language],
    gatewayUrl,
    texts.request[language],
    markdownList(request),
    texts.response[language],
    markdownList(response),
  ].join('\n\n')
}

function publicErrorTable(language: PageLanguage): string {
  const rows = Object.values(errors).map(
    ({ code, msg, subCode = '', subMsg = '', subMsgEn, cause, cure }: ErrorRow) => [
      ...[String(code), msg, subCode, language === 'en' && subMsgEn ? `${subMsg} / ${subMsgEn}` : subMsg],
      ...[cause[language], cure[language]],
    ],
  )
  return markdownTable(['code', 'msg', 'sub_code', 'sub_msg', ...texts.errorColumns[language]], rows)
}

function businessErrorTable(language: PageLanguage): string {
  const rows = Object.values(businessErrors).map(({ code, message, cure }) => [code, message[language], cure[language]])
  return markdownTable(['error_code', ...texts.errorColumns[language]], rows)
}

const texts = {
  address: { zh: '### 请求地址', en: '### Address' },
  request: { zh: '### 公共请求参数', en: '### Public request parameters' },
  response: { zh: '### 公共响应参数', en: '### Public response members' },
  required: { zh: '（必须）', en: ' (required)' },
  errorColumns: { zh: ['错误描述', '解决方案'], en: ['What happened', 'What to do'] },
} as const
