import { number, requiredCount, text } from '../language/fields.ts'

const webhookId = text('webhook_id', 'wh0123456789abcdef', 'webhook id', 'The webhook', {
  required: true,
  maxLength: 64,
})
const moment = '2026-11-24 22:29:00'

/** The fields of a webhook, with what waits. */
export const webhookFields = {
  webhookId,
  url: text('url', 'https://erp.example/events', '地址', 'Address', { required: true }),
  createdAt: text('created_at', moment, '创建时间', 'Time of creation (GMT+8)', { required: true }),
  cursorSeq: number('cursor_seq', 1001, '已送达的事件序号', 'Number of the last event delivered', requiredCount),
  lag: number('lag', 0, '未送达的事件数', 'Events that wait', requiredCount),
  waitingSince: text('waiting_since', moment, '最早未送达事件的时间', 'Time of the oldest event that waits (GMT+8)'),
  failures: number('failures', 0, '连续失败次数', 'Failed attempts in a row', requiredCount),
  nextAttemptAt: text('next_attempt_at', moment, '下次尝试', 'Next attempt (GMT+8)'),
  lastError: text('last_error', 'HTTP 500', '最近一次错误，为代码', 'Last error, as a code'),
  lastErrorAt: text('last_error_at', moment, '最近一次错误的时间', 'Time of the last error (GMT+8)'),
  acknowledgedAt: text('acknowledged_at', moment, '最近一次送达', 'Last delivery (GMT+8)'),
  skippedEvents: number('skipped_events', 0, '放弃的事件数', 'Events given up', requiredCount),
} as const
