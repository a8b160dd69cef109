import { expect, test } from 'vitest'
import { readWebhookUrl } from './register-webhook.ts'

test.each([
  ['https://erp.example.com/hook?shop=01', 'https://erp.example.com/hook?shop=01'],
  ['HTTP://ERP.Example.com', 'http://erp.example.com/'],
  ['https://erp.example.com/hook#part', 'https://erp.example.com/hook'],
  // Other spellings of 127.0.0.1 become plain, so that the check of addresses sees them.
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://0x7f.1/', 'http://127.0.0.1/'],
])('keeps %s as %s', (text, url) => {
  expect(readWebhookUrl(text)).toEqual({ url })
})

test.each([
  '',
  'erp.example.com',
  'ftp://erp.example.com/',
  'file:///etc/passwd',
  'https://user:pass@erp.example.com/',
  'https://user@erp.example.com/',
  'https://:pass@erp.example.com/',
])('refuses %j', (text) => {
  expect(readWebhookUrl(text)).toHaveProperty('rule')
})

test('refuses a URL of more than 2048 characters', () => {
  expect(readWebhookUrl(`https://a.example/${'x'.repeat(2031)}`)).toHaveProperty('rule')
  expect(readWebhookUrl(`https://a.example/${'x'.repeat(2030)}`)).toHaveProperty('url')
})
