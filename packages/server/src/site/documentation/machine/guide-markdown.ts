import { businessErrors, type ErrorRow, errors, type Fields, presets, uploadCoupons, uploadLines } from '@yaoquan/api'
import type { View } from '#site/documentation/document/document'
import { publicRequestParameters, publicResponseParameters } from '#site/documentation/document/public-parameters'
import { signedRequest } from '#site/documentation/guides/guide-components'
import { guideText } from '#site/documentation/guides/guide-document'
import { signatureExample } from '#site/documentation/guides/signature-example'
import { fencedText, markdownList, markdownTable } from '#site/documentation/machine/markdown'
import { fieldList } from '#site/documentation/machine/method-text'
import type { PageLanguage } from '#site/page-language'

/**
 * A guide as plain Markdown. Components become Markdown lists and tables.
 * @throws Error if the guide names an unknown component
 */
export function guideMarkdown(slug: string, view: View): string {
  const parts = markdownComponents(view)
  return guideText(slug, view)
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
    'signature-request': () => fencedText(signedRequest(view), 'http'),
    'upload-parameters': () => fieldList(uploadCoupons.request, language),
    'upload-lines': () =>
      Object.values(uploadLines)
        .map((fields: Fields) => fieldList(fields, language))
        .join('\n\n'),
  }
}

function pairs(values: Readonly<Record<string, string>>): string {
  return markdownList(Object.entries(values).map(([name, value]) => `\`${name}\`: \`${value}\``))
}

function publicParameterLists({ language, gatewayUrl }: View): string {
  const text = texts[language]
  const request = publicRequestParameters.map(
    ({ name, isRequired, description }) => `\`${name}\`${isRequired ? text.required : ''}: ${description[language]}`,
  )
  const response = publicResponseParameters.map(({ name, description }) => `\`${name}\`: ${description[language]}`)
  return [text.address, gatewayUrl, text.request, markdownList(request), text.response, markdownList(response)].join(
    '\n\n',
  )
}

function publicErrorTable(language: PageLanguage): string {
  const rows = Object.values(errors).map(({ code, msg, subCode = '', subMsg = '', cause, cure }: ErrorRow) => [
    ...[String(code), msg, subCode, subMsg],
    ...[cause[language], cure[language]],
  ])
  return markdownTable(['code', 'msg', 'sub_code', 'sub_msg', texts[language].cause, texts[language].cure], rows)
}

function businessErrorTable(language: PageLanguage): string {
  const rows = Object.values(businessErrors).map(({ code, message, cure }) => [code, message[language], cure[language]])
  return markdownTable(['error_code', texts[language].cause, texts[language].cure], rows)
}

const texts = {
  zh: {
    address: '### 请求地址',
    request: '### 公共请求参数',
    response: '### 公共响应参数',
    required: '（必须）',
    cause: '错误描述',
    cure: '解决方案',
  },
  en: {
    address: '### Address',
    request: '### Public request parameters',
    response: '### Public response members',
    required: ' (required)',
    cause: 'What happened',
    cure: 'What to do',
  },
} as const
