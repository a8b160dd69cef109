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
import { sample } from '#site/documentation/document/code-samples'
import { dataTable } from '#site/documentation/document/data-table'
import type { View } from '#site/documentation/document/document'
import { publicParameterTables } from '#site/documentation/document/public-parameters'
import { fieldTable } from '#site/documentation/method-page/field-table'
import { requestTabs } from '#site/documentation/method-page/request-samples'
import { type Html, html } from '#site/html'
import { basketExample, signatureExample, signedRequest } from './signature-example.ts'

/** The components of guides by their name in Markdown: tables and samples derived from definitions, or computed. */
export function guideComponents(view: View): Readonly<Record<string, () => Html>> {
  const { language } = view
  const { base, parameters, secret, signs } = signatureExample
  return {
    'public-parameters': () => publicParameterTables(view),
    presets: () => presetTable(view),
    'public-errors': () => publicErrorTable(view),
    'business-errors': () => businessErrorTable(view),
    'signature-parameters': () => valueTable(columns.parameters[language], parameters),
    'signature-base': () => sample(base, 'plaintext'),
    'signature-md5-text': () => sample(secret + base + secret, 'plaintext'),
    'signature-signs': () => valueTable(columns.signs, signs),
    'upload-parameters': () => fieldTable(uploadCoupons.request, { language, kind: 'request' }),
    'upload-lines': () => html`${Object.values(uploadLines).map((fields) => lineTable(fields, view))}`,
    'evaluate-samples': () =>
      requestTabs(evaluateBasket, view, { values: basketExample.evaluate, prefix: 'evaluate-' }),
    'redeem-samples': () => requestTabs(redeemCoupon, view, { values: basketExample.redeem, prefix: 'redeem-' }),
    'signature-request': () => sample(signedRequest(view.gatewayUrl), 'http'),
  }
}

function presetTable({ language }: View): Html {
  const rows = Object.entries(presets).map(([name, preset]) => ({
    cells: [html`<code>${name}</code>`, preset[language], phones[preset.phones][language]],
  }))
  return dataTable(columns.presets[language], rows)
}

const phones = { full: { zh: '完整', en: 'full' }, masked: { zh: '打码', en: 'masked' } } as const

function valueTable(titles: readonly string[], values: Readonly<Record<string, string>>): Html {
  const rows = Object.entries(values).map(([name, value]) => ({
    cells: [html`<code>${name}</code>`, html`<code>${value}</code>`],
  }))
  return dataTable(titles, rows)
}

/** The members of one kind of line of an upload's response. */
function lineTable(fields: Fields, { language }: View): Html {
  const rows = Object.values(fields).map((field) => ({
    cells: [
      html`<code>${field.wire}</code>`,
      html`<code>${'example' in field ? String(field.example) : ''}</code>`,
      field.description[language],
    ],
  }))
  return dataTable(columns.lines[language], rows)
}

function publicErrorTable({ language }: View): Html {
  const transient = { zh: '可以原样重试', en: 'May be repeated unchanged.' }[language]
  const rows = Object.entries(errors).map(([name, row]: readonly [string, ErrorRow]) => ({
    id: `error.${name}`,
    cells: [
      html`<a class="anchor" href="#error.${name}">${row.code}</a>`,
      html`${row.msg}`,
      html`${row.subCode && html`<code>${row.subCode}</code><br>`}${row.subMsg}${language === 'en' && row.subMsgEn && html`<br>${row.subMsgEn}`}`,
      row.cause[language],
      html`${row.cure[language]}${row.isTransient && html` <em class="quiet">${transient}</em>`}`,
    ],
  }))
  return dataTable(columns.errors[language], rows)
}

function businessErrorTable({ language }: View): Html {
  const rows = Object.entries(businessErrors).map(([name, { code, message, cure }]) => ({
    id: `business.${name}`,
    cells: [html`<a class="anchor" href="#business.${name}">${code}</a>`, message[language], cure[language]],
  }))
  return dataTable(columns.businessErrors[language], rows)
}

const columns = {
  parameters: { zh: ['名称', '值'], en: ['Name', 'Value'] },
  lines: { zh: ['名称', '示例值', '描述'], en: ['Name', 'Example', 'Description'] },
  signs: ['sign_method', 'sign'],
  presets: { zh: ['预设', '权限', '响应中的手机号'], en: ['Preset', 'Permissions', 'Phones in responses'] },
  errors: {
    zh: ['错误码', 'msg', 'sub_code 与 sub_msg', '错误描述', '解决方案'],
    en: ['Code', 'msg', 'sub_code and sub_msg', 'What happened', 'What to do'],
  },
  businessErrors: { zh: ['错误码', '错误描述', '解决方案'], en: ['Code', 'What happened', 'What to do'] },
} as const
