import { expect, test } from 'vitest'
import { channelName, channelNames, channelText, channelTyped } from './channel-text.ts'

test.each([
  ['wechat', '微信 (wechat)'],
  ['WeChat', '微信 (WeChat)'],
  ['erp', 'ERP'],
  ['线下门店', '线下门店'],
  ['constructor', 'constructor'],
])('the channel %s reads %s', (channel, text) => {
  expect(channelText(channel, 'zh')).toBe(text)
})

test.each([
  ['微信', 'wechat'],
  [' 小程序 ', 'miniapp'],
  ['erp', 'erp'],
  ['wechat', 'wechat'],
  ['线下门店', '线下门店'],
  [undefined, undefined],
])('who types %s as a channel means %s', (text, channel) => {
  expect(channelTyped(text, 'zh', undefined)).toBe(channel)
})

test('a name that is typed again after its code was found is the code of a seller', () => {
  expect(['wechat', 'store'].map((shown) => channelTyped('微信', 'zh', shown))).toEqual(['微信', 'wechat'])
})

test('a channel without a usual code is called by it', () => {
  expect(['wechat', '线下门店'].map((channel) => channelName(channel, 'zh'))).toEqual(['微信', '线下门店'])
})

test('a channel whose name is its code has no name', () => {
  expect(['wechat', 'erp', 'own'].map(channelNames('zh'))).toEqual(['微信', undefined, undefined])
})
