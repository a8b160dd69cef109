import { boolean, defineMethod, list, number, object, text } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { methodDocument } from './method-document.ts'

const item = { code: text('code', '<b>', '编码', 'Code', { required: true }) } as const

/** Everything a definition may hold, with texts that are markup to a browser. */
const madeUp = defineMethod({
  name: 'made.up',
  title: { zh: '虚构<i>', en: 'Made up <i>' },
  description: { zh: '一<script>', en: 'A <script>' },
  category: { zh: '测试', en: 'Tests' },
  scope: 'seller',
  effect: 'write',
  request: {
    kind: text('kind', 'a', '类型', 'Kind', { required: true, maxLength: 8, oneOf: ['a', 'b'] }),
    amount: number('amount', 3, '数量', 'How many', { min: 1, max: 9 }),
    isTest: boolean('is_test', true, '测试', 'Test'),
    items: list(
      'items',
      { itemTag: 'item', item: { kind: 'object', typeName: 'Item', fields: item } },
      '列表',
      'Items',
      {
        maxItems: 5,
      },
    ),
    place: object('place', { typeName: 'Place', fields: item }, '位置', 'Place', { whenEmpty: { code: 'x' } }),
  },
  response: { codes: list('codes', { itemTag: 'string', item: { kind: 'text', example: 'c' } }, '编码', 'Codes') },
  errorCodes: [
    { code: 'NO', message: { zh: '甲', en: 'One' }, cure: { zh: '乙', en: 'Do' } },
    { code: 'NO', message: { zh: '丙', en: 'Other' }, cure: { zh: '乙', en: 'Do' } },
  ],
})

const page = (language: 'zh' | 'en') => {
  const { body, sections } = methodDocument(madeUp).content({ language, gatewayUrl: 'http://host/router/rest' })
  return { html: body.toString(), sections }
}

it.each(['zh', 'en'] as const)('makes a page in %s of any definition, with all sections', (language) => {
  const { html, sections } = page(language)
  expect(sections).toHaveLength(10)
  for (const { id } of sections) expect(html).toContain(`<h2 id="${id}">`)
  for (const path of ['kind', 'amount', 'is_test', 'items', 'items.code', 'place', 'place.code']) {
    expect(html).toContain(`id="request.${path}"`)
  }
})

it('shows every limit of a field', () => {
  const { html } = page('en')
  for (const limit of [
    'at most 8 characters',
    'one of a, b',
    '1 to 9',
    '0 to 5 items',
    'absent or empty: {&quot;code&quot;:&quot;x&quot;}',
  ]) {
    expect(html).toContain(limit)
  }
})

it('shows both causes of a code in one row', () => {
  expect(page('zh').html.match(/id="error\.NO"/g)).toHaveLength(1)
  expect(page('zh').html).toContain('甲<br>丙')
})

it('lets no text of a definition become markup', () => {
  for (const language of ['zh', 'en'] as const) expect(page(language).html).not.toMatch(/<script>|<i>|<b>/)
})
