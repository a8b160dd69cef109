import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { checkSignature } from '#gateway/checks/caller-checks'
import { answeredCalls } from './answered-calls.ts'

it('reads the calls of a batch of an app that speaks GBK, bare or with percent signs, and what their signature covers', async () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  const body = bytes('method=m&name=\xc2\xfa\xbc\xf5-S-method=m&name=%C2%FA%BC%F5')
  const signed = [bytes('s'), bytes('app_key1sign_methodmd5'), body, bytes('s')]
  const sign = createHash('md5').update(Buffer.concat(signed)).digest('hex').toUpperCase()
  const batch = {
    verb: 'POST',
    path: '/router/batch',
    queryString: `app_key=1&sign_method=md5&sign=${sign}`,
    contentType: 'text/plain',
    batchSeparator: '-S-',
    coding: undefined,
    body: new Uint8Array(body),
    answerType: undefined,
    answerCoding: undefined,
    answer: new Uint8Array(0),
  } as const
  const findApp = async () => ({ appKey: '1', charset: 'gbk' })
  const calls = await answeredCalls(batch, '{"a":1}-S-{"b":2}', { findApp } as never)
  expect(calls?.map(({ read, text }) => [read.parameters.get('name'), text])).toEqual([
    ['满减', '{"a":1}'],
    ['满减', '{"b":2}'],
  ])
  const checked = calls?.map(({ read }) =>
    checkSignature({ ...read.signed, secrets: ['s'], charset: 'gbk' }, undefined),
  )
  expect(checked?.map((one) => one?.kind)).not.toContain('refused')
  expect(checked).toHaveLength(2)
})
