import { randomBytes } from 'node:crypto'
import { eventKinds } from '@yaoquan/api'
import type { CouponEvent } from '@yaoquan/client'
import { type Command, InvalidArgumentError } from 'commander'
import { gatewayClient } from '#calls/gateway-client'
import { jsonOption } from '#options/data-options'
import { addCredentials, type CallFlags, urlOption } from '#options/gateway-options'
import { helpNotes, termLines } from '#terminal/help-notes'
import { localized, OperationFault, printResult, say } from '#terminal/output'
import { type TriggeredKind, triggeredKinds, triggers } from '#trigger/triggers'

/** `yaoquan trigger EVENT`: makes an event happen in a sandbox, for who writes the receiver of a webhook. */
export function addTrigger(program: Command): void {
  const trigger = program
    .command('trigger')
    .description(say('在沙箱中引起一个事件，用于调试webhook', 'cause an event in a sandbox, to try a webhook'))
    .argument('<event>', say('事件，见下', 'event, see below'), triggeredKind)
    .addOption(jsonOption())
    .addOption(urlOption())
  addCredentials(trigger).addHelpText('after', notes).action(cause)
}

/** @throws InvalidArgumentError for another kind */
function triggeredKind(text: string): TriggeredKind {
  const kind = triggeredKinds.find((one) => one === text)
  const all = triggeredKinds.join(', ')
  if (kind === undefined) throw new InvalidArgumentError(say(`应为 ${all} 之一`, `must be one of ${all}`))
  return kind
}

async function cause(kind: TriggeredKind, flags: CallFlags): Promise<void> {
  await mustBeSandbox(flags.url)
  const client = gatewayClient(flags)
  const { newestSeq } = await client.listEvents({ limit: 1 })
  const mark = randomBytes(4).toString('hex').toUpperCase()
  await triggers[kind](client, mark)
  const caused: CouponEvent[] = []
  for await (const event of client.events({ afterSeq: newestSeq })) caused.push(event)
  const { eventSeq, at } = lastOf(caused, kind)
  const seen = caused.map((event) => `${event.eventSeq}  ${event.kind}  ${localized(eventKinds[event.kind])}`)
  printResult(flags, { event_seq: eventSeq, at, event: kind, mark }, seen.join('\n'))
}

/** Only a sandbox answers so to who names no app. No secret is sent. @throws OperationFault for other servers */
async function mustBeSandbox(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(10_000)
  const request: RequestInit = { method: 'POST', headers, body: '{}', redirect: 'manual', signal }
  const answer = await fetch(new URL('/sandbox/api/state', url), request).catch(() => undefined)
  if (answer === undefined) throw new OperationFault(`无法连接 ${url}`, `cannot reach ${url}`)
  const members: unknown = await answer.json().catch(() => undefined)
  if (answer.status === 401 && Reflect.get(Object(members), 'is_sandbox') === true) return
  throw new OperationFault(
    `${url} 不是沙箱（yaoquan serve --sandbox），没有改动任何内容`,
    `${url} is not a sandbox (yaoquan serve --sandbox); nothing was changed`,
  )
}

function lastOf(events: readonly CouponEvent[], kind: TriggeredKind): CouponEvent {
  const event = events.findLast((one) => one.kind === kind)
  if (event === undefined) throw new OperationFault(`没有出现事件 ${kind}`, `there was no event ${kind}`)
  return event
}

const notes = helpNotes({
  notes: () => `${say('事件:', 'Events:')}
${termLines(triggeredKinds.map((kind) => [kind, localized(eventKinds[kind])] as const))}

${say(
  '每次用新的券、模板或会员，名称以 TRIGGER- 开头，因此可以反复执行。引起该事件所需的步骤（如核销前先发放）也各有事件。其他事件由管理员、操作员或服务自己引起。',
  'Each run makes coupons, templates or members of its own, named TRIGGER-…, so it can be repeated. Steps before, such as the issue before a redemption, are events too. Other events come from administrators, operators or the server itself.',
)}`,
  examples: [
    'yaoquan trigger redeemed --url http://127.0.0.1:8080 --app-key K --app-secret S',
    'yaoquan listen --forward-to http://127.0.0.1:3000/yaoquan --seller 111',
  ],
})
