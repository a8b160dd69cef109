import { issueCoupons, type MethodDefinition, queryCoupon, replaceCard } from '@yaoquan/api'
import { describe, expect, it } from 'vitest'
import { defaultSettings, readCallLink, writeCallLink } from './call-link.ts'
import type { CallSettings, CallValues } from './tool-call.ts'

function throughLink(values: CallValues, settings: CallSettings = defaultSettings) {
  const url = new URL(writeCallLink(queryCoupon, { values, settings }), 'http://h/tools/api')
  return { url, read: readCallLink(url) }
}

it('opens the same call again', () => {
  const settings: CallSettings = { format: 'json', simplify: true, signMethod: 'hmac' }
  const values = { query: { pageSize: 10, pageNum: 1, channel: '线下 & "门店"#' } }
  expect(throughLink(values, settings).read).toEqual({ method: queryCoupon.name, values, settings })
  expect(throughLink({}, { ...settings, format: 'xml' }).read).toMatchObject({
    values: undefined,
    settings: { format: 'xml' },
  })
})

it('puts values into the fragment, which is not sent to the server', () => {
  expect(throughLink({ query: { channel: 'erp' } }).url.search).toBe(`?method=${queryCoupon.name}`)
})

describe('leaves phones and cards out', () => {
  it.each<[place: string, definition: MethodDefinition, values: CallValues]>([
    ['an object', queryCoupon, { query: { phone: 'x-7788', pageSize: 10 } }],
    ['a list of objects', issueCoupons, { coupons: [{ couponCode: '1', phone: 'x-7788' }] }],
    ['the field of a card', queryCoupon, { query: { cardNo: '0007788' } }],
    ['the field of a new card', replaceCard, { newCardNo: '0007788' }],
    ['another field, where it looks like one', queryCoupon, { query: { channel: '+86 138 1234 7788' } }],
    ['another field, without spaces', queryCoupon, { query: { couponCode: 'A13812347788' } }],
  ])('of %s', (_place, definition, values) => {
    expect(decodeURIComponent(writeCallLink(definition, { values, settings: defaultSettings }))).not.toContain('7788')
  })

  it('but keeps other numbers', () => {
    const values = { query: { couponCode: '20261124222900', channel: '1231321111' } }
    expect(throughLink(values).read.values).toEqual(values)
  })
})

it.each(['#values=[1]', '#values={', '#values=1', '#sign_method=crc32&format=yaml', '#%'])(
  'takes nothing from %s',
  (hash) => {
    expect(readCallLink({ search: '', hash })).toEqual({
      method: undefined,
      values: undefined,
      settings: defaultSettings,
    })
  },
)
