import { businessErrors, type ErrorRow, errors, type Fields, presets, uploadCoupons, uploadLines } from '@yaoquan/api'
import { dataTable } from '#site/documentation/document/data-table'
import type { View } from '#site/documentation/document/document'
import { publicParameterTables } from '#site/documentation/document/public-parameter-tables'
import { fieldTable } from '#site/documentation/method-page/field-table'
import { sample } from '#site/documentation/method-page/tabs'
import { type Html, html } from '#site/html'
import { signatureExample } from './signature-example.ts'

/** The components of guides by their name in Markdown: tables and samples derived from definitions, or computed. */
export function guideComponents(view: View): Readonly<Record<string, () => Html>> {
  return {
    'public-parameters': () => publicParameterTables(view),
    presets: () => presetTable(view),
    'public-errors': () => publicErrorTable(view),
    'business-errors': () => businessErrorTable(view),
    'signature-parameters': () =>
      dataTable(
        texts[view.language].parameterColumns,
        Object.entries(signatureExample.parameters).map(([name, value]) => ({
          cells: [html`<code>${name}</code>`, html`<code>${value}</code>`],
        })),
      ),
    'signature-base': () => sample(signatureExample.base, 'plaintext'),
    'signature-md5-text': () =>
      sample(signatureExample.secret + signatureExample.base + signatureExample.secret, 'plaintext'),
    'signature-signs': () =>
      dataTable(
        texts[view.language].signColumns,
        Object.entries(signatureExample.signs).map(([method, sign]) => ({
          cells: [html`<code>${method}</code>`, html`<code>${sign}</code>`],
        })),
      ),
    'upload-parameters': () => fieldTable(uploadCoupons.request, { language: view.language, kind: 'request' }),
    'upload-lines': () => html`${Object.values(uploadLines).map((fields) => lineTable(fields, view))}`,
    'signature-request': () => sample(signedRequest(view), 'http'),
  }
}

function presetTable({ language }: View): Html {
  const rows = Object.entries(presets).map(([name, preset]) => ({
    cells: [html`<code>${name}</code>`, preset[language], texts[language].phones[preset.phones]],
  }))
  return dataTable(texts[language].presetColumns, rows)
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
  return dataTable(texts[language].lineColumns, rows)
}

/** The example call of the guide on signatures as it is sent. */
export function signedRequest({ gatewayUrl }: View): string {
  const form = new URLSearchParams({ ...signatureExample.parameters, sign: signatureExample.signs.md5 })
  const { pathname, host } = new URL(gatewayUrl)
  const head = [`POST ${pathname} HTTP/1.1`, `Host: ${host}`]
  return [...head, 'Content-Type: application/x-www-form-urlencoded;charset=utf-8', '', form.toString()].join('\n')
}

function publicErrorTable({ language }: View): Html {
  const rows = Object.entries(errors).map(([name, row]: readonly [string, ErrorRow]) => ({
    id: `error.${name}`,
    cells: [
      html`<a class="anchor" href="#error.${name}">${row.code}</a>`,
      html`${row.msg}`,
      html`${row.subCode && html`<code>${row.subCode}</code><br>`}${row.subMsg}`,
      row.cause[language],
      html`${row.cure[language]}${row.isTransient && html` <em class="quiet">${texts[language].transient}</em>`}`,
    ],
  }))
  return dataTable(texts[language].errorColumns, rows)
}

function businessErrorTable({ language }: View): Html {
  const rows = Object.entries(businessErrors).map(([name, { code, message, cure }]) => ({
    id: `business.${name}`,
    cells: [html`<a class="anchor" href="#business.${name}">${code}</a>`, message[language], cure[language]],
  }))
  return dataTable(texts[language].businessColumns, rows)
}

const texts = {
  zh: {
    parameterColumns: ['名称', '值'],
    lineColumns: ['名称', '示例值', '描述'],
    signColumns: ['sign_method', 'sign'],
    presetColumns: ['预设', '权限', '响应中的手机号'],
    phones: { full: '完整', masked: '打码' },
    errorColumns: ['错误码', 'msg', 'sub_code 与 sub_msg', '错误描述', '解决方案'],
    businessColumns: ['错误码', '错误描述', '解决方案'],
    transient: '可以原样重试',
  },
  en: {
    parameterColumns: ['Name', 'Value'],
    lineColumns: ['Name', 'Example', 'Description'],
    signColumns: ['sign_method', 'sign'],
    presetColumns: ['Preset', 'Permissions', 'Phones in responses'],
    phones: { full: 'full', masked: 'masked' },
    errorColumns: ['Code', 'msg', 'sub_code and sub_msg', 'What happened', 'What to do'],
    businessColumns: ['Code', 'What happened', 'What to do'],
    transient: 'May be repeated unchanged.',
  },
} as const
