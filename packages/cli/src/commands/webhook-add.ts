import { type Command, InvalidArgumentError, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { dataOption, jsonOption, nonBlank, sellerOption, storeOption, wholeNumber } from '#options/data-options'
import { privateWebhooksOption } from '#options/private-webhooks-option'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type AddFlags = Readonly<{
  data?: string
  store?: string
  seller: string
  url: string
  secret?: string
  afterSeq?: number
  allowPrivateWebhooks?: boolean
  json?: boolean
}>

/** `yaoquan webhook add`: pushes a seller's events to a URL, and prints the signing secret, only this once. */
export function addWebhookAdd(webhook: Command): void {
  webhook
    .command('add')
    .description('登记webhook，输出签名密钥，只显示一次 (push events to a URL; prints the signing secret, only once)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(
      new Option('--url <url>', '接收地址，http或https (URL of the receiver, http or https)')
        .argParser(nonBlank)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--secret <secret>',
        '签名密钥，16到128个字符，缺省自动生成 (signing secret, 16 to 128 characters; default: generated)',
      ).argParser(readSecret),
    )
    .addOption(
      new Option(
        '--after-seq <n>',
        '从该事件序号之后开始，缺省只发送新事件 (start after this event number; default: only new events)',
      ).argParser(wholeNumber(0, 999_999_999_999_999)),
    )
    .addOption(privateWebhooksOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(addOne)
}

async function addOne(flags: AddFlags): Promise<void> {
  const outcome = await withSeller(flags, (administration) =>
    administration.addWebhook({
      sellerId: flags.seller,
      url: flags.url,
      secret: flags.secret,
      afterSeq: flags.afterSeq,
      allowPrivate: flags.allowPrivateWebhooks ?? false,
    }),
  )
  switch (outcome.kind) {
    case 'invalid-url':
      throw new OperationFault(`--url ${outcome.rule.zh}`, `--url ${outcome.rule.en}`)
    case 'private-target':
      throw new OperationFault(
        '目标不是公网地址，可用 --allow-private-webhooks 允许',
        'the URL is a private or loopback address; --allow-private-webhooks allows it',
      )
    case 'exists':
      throw new OperationFault('该连锁已登记这个地址', 'the seller already has a webhook with this URL')
    case 'too-many':
      throw new OperationFault('该连锁的webhook数量已达上限', 'the seller has reached the maximum number of webhooks')
    case 'added': {
      const { webhookId, secret, url } = outcome
      if (flags.json) printJson({ webhook_id: webhookId, secret, url, seller_id: flags.seller })
      else print(`webhook_id ${webhookId}\nsecret ${secret}`)
    }
  }
}

/** A short secret can be guessed. */
function readSecret(text: string): string {
  if (text.length >= 16 && text.length <= 128) return text
  throw new InvalidArgumentError('应为16到128个字符 (must have 16 to 128 characters)')
}

const notes = `
每次 POST 最多100个事件，按序号排列；字段与 yaoquan.event.list 一致：{"seller_id":…,"webhook_id":…,"events":[…]}
签名 X-Yaoquan-Signature = 十六进制 HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + 请求体)；时间戳为毫秒。
返回2xx即为确认；否则以1秒到1小时的间隔重试，直至确认或满30天。请按 event_seq 去重。
Each POST carries up to 100 events in order, with the fields of yaoquan.event.list. X-Yaoquan-Signature is the hexadecimal
HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + body); the timestamp is in milliseconds. Any 2xx status acknowledges the events;
otherwise the server retries every 1 second to 1 hour for 30 days. Ignore events whose event_seq you have already processed.

示例 Example:
  yaoquan webhook add --data ./data --seller 111 --url https://erp.example.com/yaoquan`
