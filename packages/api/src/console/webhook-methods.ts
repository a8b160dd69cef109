import { boolean, count, listOf, number, objects, requiredCount, text } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'
import { requestNo } from './request-fields.ts'
import { webhookFields } from './webhook-fields.ts'

const { field, rule } = refusalFacts
const { webhookId } = webhookFields
export const listWebhooks = defineMethod({
  name: 'yaoquan.console.webhook.list',
  title: { zh: 'webhook列表', en: 'List webhooks' },
  description: { zh: '本连锁的webhook及其积压与错误', en: 'The webhooks of the seller, with what waits and why' },
  ...reads(category.console),
  request: {},
  ...resultOf('ListWebhooksResult', {
    webhooks: listOf(
      'webhooks',
      objects('webhook', 'Webhook', webhookFields),
      'webhook，按添加顺序',
      'Webhooks in the order in which they were added',
    ),
    newestSeq: number('newest_seq', 1001, '最新事件的序号', "Number of the seller's newest event", requiredCount),
  }),
  errorCodes: [],
})

export const addWebhook = defineMethod({
  name: 'yaoquan.console.webhook.add',
  title: { zh: '添加webhook', en: 'Add a webhook' },
  description: {
    zh: '返回签名密钥，1小时后不再返回',
    en: 'Returns the secret that signs deliveries, and no more after an hour',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('WEBHOOK-ADD-20261124-0001'),
    url: text('url', 'https://erp.example/events', '地址', 'Address', { required: true, maxLength: 2048 }),
    afterSeq: number(
      'after_seq',
      0,
      '从该序号之后的事件开始；缺省只送今后的',
      'Events after this number; default: future ones',
      count,
    ),
  },
  ...resultOf('AddWebhookResult', {
    alreadyDone,
    field,
    rule,
    webhookId: text('webhook_id', 'wh0123456789abcdef', 'webhook id', 'The webhook'),
    secret: text(
      'secret',
      '9f86d081884c7d65…',
      '签名密钥，1小时内以同一请求号重发可再得',
      'The secret. A request repeated under its number within an hour gets it again',
    ),
    afterSeq: number('after_seq', 1024, '推送该序号之后的事件', 'Events after this number are delivered', count),
  }),
  errorCodes: [
    consoleErrors.webhookExists,
    consoleErrors.tooManyWebhooks,
    consoleErrors.privateTarget,
    consoleErrors.eventsRemoved,
    consoleErrors.invalidSetting,
    consoleErrors.secretNotTold,
    businessErrors.idempotentConflict,
  ],
})

export const removeWebhook = defineMethod({
  name: 'yaoquan.console.webhook.remove',
  title: { zh: '移除webhook', en: 'Remove a webhook' },
  description: { zh: '不再推送', en: 'Nothing is delivered to it any more' },
  ...writes(category.console),
  request: { outRequestNo: requestNo('WEBHOOK-REMOVE-20261124-0001'), webhookId },
  ...resultOf('RemoveWebhookResult', {}),
  errorCodes: [consoleErrors.webhookNotFound, businessErrors.idempotentConflict],
})

export const replayWebhook = defineMethod({
  name: 'yaoquan.console.webhook.replay',
  title: { zh: '重新推送', en: 'Deliver events again' },
  description: {
    zh: '重新推送某序号之后的全部事件，并清除失败次数',
    en: 'Delivers all events after a number again, and forgets the failures',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('WEBHOOK-REPLAY-20261124-0001'),
    webhookId,
    afterSeq: number('after_seq', 1000, '从该序号之后开始', 'Events after this number', requiredCount),
  },
  ...resultOf('ReplayWebhookResult', {}),
  errorCodes: [consoleErrors.webhookNotFound, consoleErrors.eventsRemoved, businessErrors.idempotentConflict],
})

export const testWebhook = defineMethod({
  name: 'yaoquan.console.webhook.test',
  title: { zh: '测试webhook', en: 'Test a webhook' },
  description: {
    zh: '立即推送一次签名的请求，test 为 true，events 为空；与待送达的事件无关，不计入失败次数。一秒内再次调用，返回前一次的结果',
    en: 'Pushes one signed request immediately, with test true and no events. It is beside the events that wait, and counts as no failure. Within a second the answer is that of the call before',
  },
  ...writes(category.console),
  request: { webhookId },
  ...resultOf('TestWebhookResult', {
    delivered: boolean('delivered', true, '接收方是否返回2xx', 'Whether the receiver answered 2xx'),
    reason: text('reason', 'HTTP 500', '没有送达的原因，为代码', 'Why it was not delivered, as a code'),
    durationMs: number('duration_ms', 120, '用时，毫秒', 'Milliseconds that it took', count),
  }),
  errorCodes: [consoleErrors.webhookNotFound],
})
