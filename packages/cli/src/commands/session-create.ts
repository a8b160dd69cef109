import { type Command, Option } from 'commander'
import { withAdministration } from '#administration/open-administration'
import { dataOption, jsonOption, plainKey, sellerOption, storeOption, wholeNumber } from '#options/data-options'
import { allowWeakOption, checkStrength } from '#options/strong-text'
import { OperationFault } from '#terminal/faults'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'

type SessionFlags = Readonly<{
  data?: string
  store?: string
  appKey: string
  seller: string
  days: number
  token?: string
  allowWeakSecret?: boolean
  json?: boolean
}>

/** `yaoquan session create`: creates a session for an app and one of its sellers, and prints it, only this once. */
export function addSessionCreate(session: Command): void {
  session
    .command('create')
    .description('签发会话，输出 session，只显示一次 (create a session; prints it, only once)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option('--app-key <key>', '应用的 app_key (app_key of the app)').argParser(plainKey).makeOptionMandatory(),
    )
    .addOption(sellerOption())
    .addOption(
      new Option('--days <n>', '有效天数 (days until the session expires)')
        .argParser(wholeNumber(1, 36_500))
        .default(30),
    )
    .addOption(
      new Option(
        '--token <token>',
        '登记已有的session，缺省自动生成 (register this existing session; default: generated)',
      ).argParser(plainKey),
    )
    .addOption(allowWeakOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\n示例 Example:\n  yaoquan session create --data ./data --app-key 12345678 --seller 111 --days 90',
    )
    .action(createSession)
}

async function createSession(flags: SessionFlags): Promise<void> {
  const { appKey, seller, days, token, allowWeakSecret, json, ...place } = flags
  checkStrength(token, '--token', allowWeakSecret)
  const outcome = await withAdministration(place, (administration) =>
    administration.createSession({ appKey, sellerId: seller, days, ...(token === undefined ? {} : { token }) }),
  )
  if (outcome.kind !== 'created') throw refusal(outcome.kind, seller)
  const expiresAt = instantText(outcome.expiresAtMs)
  if (json) printJson({ session: outcome.session, app_key: appKey, seller_id: seller, expires_at: expiresAt })
  else print(`session ${outcome.session}\nexpires_at ${expiresAt}`)
}

function refusal(kind: 'exists' | 'unknown-app' | 'not-authorized', seller: string): OperationFault {
  switch (kind) {
    case 'exists':
      return new OperationFault('该 session 已存在', 'this session already exists')
    case 'unknown-app':
      return new OperationFault('该 app_key 不存在', 'this app_key does not exist')
    case 'not-authorized':
      return new OperationFault(`应用未获连锁 ${seller} 授权`, `the app does not serve seller ${seller}`)
  }
}
