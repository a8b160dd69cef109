import { randomBytes } from 'node:crypto'
import { eventFields } from '@yaoquan/api'
import type { CouponEvent } from '@yaoquan/client'
import { signWebhook } from '@yaoquan/protocol'
import type { Command } from 'commander'
import { gatewayClient } from '#calls/gateway-client'
import { wireValues } from '#calls/wire-values'
import { environmentOption, maxEventSeq, plainKey, wholeNumber } from '#options/data-options'
import { addCredentials, type CallFlags, receiverUrl, urlOption } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { print, say } from '#terminal/output'

type ListenFlags = CallFlags & Readonly<{ forwardTo: string; seller: string; secret?: string; afterSeq?: number }>

/** The time that servers give a receiver. */
const timeoutMs = 10_000

/**
 * `yaoquan listen`: reads the events of a seller by the app's own rights and sends each to a program on this machine, signed as a webhook.
 * The server needs no webhook, and opens nothing.
 */
export function addListen(program: Command): void {
  const listen = program
    .command('listen')
    .description(
      say(
        '把连锁的新事件逐个转发给本机正在开发的程序，签名同webhook',
        'send new events to a local program, signed as a webhook',
      ),
    )
    .requiredOption('--forward-to <url>', say('接收地址', 'URL of the receiver'), receiverUrl)
    .addOption(
      environmentOption(
        'YAOQUAN_SELLER',
        '--seller <id>',
        say(
          '写入请求体的 seller_id；读取哪个连锁的事件由应用与会话决定',
          'seller_id of the bodies; app and session decide whose events are read',
        ),
      )
        .argParser(plainKey)
        .makeOptionMandatory(),
    )
    .option('--secret <secret>', say('签名密钥，缺省自动生成', 'signing secret; default: generated'))
    .option(
      '--after-seq <n>',
      say('从该事件序号之后开始，缺省只转发新事件', 'start after this event number; default: only new events'),
      wholeNumber(0, maxEventSeq),
    )
    .addOption(urlOption())
  addCredentials(listen).addHelpText('after', notes).action(forwardEvents)
}

/** Runs until it is interrupted, or the events cannot be read. */
async function forwardEvents(flags: ListenFlags): Promise<void> {
  const { forwardTo, secret = randomBytes(16).toString('hex') } = flags
  const client = gatewayClient(flags)
  const afterSeq = flags.afterSeq ?? (await client.listEvents({ limit: 1 })).newestSeq
  print(
    say(
      `事件序号大于 ${afterSeq} 的事件转发到 ${forwardTo}    签名密钥 ${secret}`,
      `forwarding events after ${afterSeq} to ${forwardTo}    secret ${secret}`,
    ),
  )
  for await (const event of client.events({ afterSeq, follow: true, pollMs: 500 })) {
    const answer = await post(event, { ...flags, secret })
    print([event.eventSeq, event.at, event.kind, event.couponCode ?? '-', answer].join('  '))
  }
}

/** @returns the status of the answer, or why there was none */
async function post(
  event: CouponEvent,
  { seller, forwardTo, secret }: ListenFlags & Readonly<{ secret: string }>,
): Promise<string> {
  const body = JSON.stringify({ seller_id: seller, webhook_id: 'listen', events: [wireValues(eventFields, event)] })
  const timestamp = String(Date.now())
  try {
    const answer = await fetch(forwardTo, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-yaoquan-webhook-id': 'listen',
        'x-yaoquan-timestamp': timestamp,
        'x-yaoquan-signature': signWebhook({ secret, timestamp, body }),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    await answer.body?.cancel()
    return String(answer.status)
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? say('10秒内没有应答', 'no answer within 10 s')
      : say('连接失败', 'cannot be reached')
  }
}

const notes = helpNotes({
  notes: say(
    '每个事件发送一次，不重试；接收方用 @yaoquan/client 的 constructEvents 验签并读取。',
    'Each event is sent once, without retries. The receiver verifies and reads it with constructEvents of @yaoquan/client.',
  ),
  examples: [
    'yaoquan listen --forward-to http://127.0.0.1:3000/yaoquan --seller 111 --url http://127.0.0.1:8080 --app-key K --app-secret S',
  ],
})
