import { expect, test } from 'vitest'
import { channelText } from './channel-text.ts'

test.each([
  ['wechat', '微信 (wechat)'],
  ['WeChat', '微信 (WeChat)'],
  ['erp', 'ERP'],
  ['线下门店', '线下门店'],
  ['constructor', 'constructor'],
])('the channel %s reads %s', (channel, text) => {
  expect(channelText(channel, 'zh')).toBe(text)
})
