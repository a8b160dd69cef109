import { boolean, list, listOf, number, objects, requiredCount, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'
import { requestNo } from './request-fields.ts'

const { field, rule } = refusalFacts
const appKey = text('app_key', '12345678', '应用的 app_key', 'The app', { required: true, maxLength: 64 })
const moment = '2026-11-24 22:29:00'
const strings = texts('10.0.0.0/8', 128)
const limit = { min: 1, max: 1_000_000_000 } as const
const appSecret = text(
  'app_secret',
  'f0e1d2c3b4a5968778695a4b3c2d1e0f',
  '密钥，1小时内以同一请求号重发可再得',
  'The secret. A request repeated under its number within an hour gets it again',
)
const allowedIps = list(
  'allowed_ips',
  strings,
  '可调用的IP或网段；空为不限',
  'Addresses it may call from; empty: any',
  {
    maxItems: 200,
  },
)
const callsPerDay = number('calls_per_day', 100_000, '每日调用上限；不传为不限', 'Calls a day; absent: no limit', limit)
const callsPerSecond = number(
  'calls_per_second',
  50,
  '每秒调用上限；不传为不限',
  'Calls a second; absent: no limit',
  limit,
)

const language = text('language', 'zh', 'sub_msg 与 error_msg 的语言', 'Language of sub_msg and error_msg', {
  oneOf: ['zh', 'en'],
})

/** What it carries out. */
const askedAs = text(
  'request_id',
  '2M7QK4XWH8TR',
  '所办理的申请；执行后该申请即结束，且只能办理一次',
  'The request that this carries out: it is over then, and nobody carries it out again',
  { maxLength: 64 },
)

const appFields = {
  appKey,
  name: text('name', 'ERP', '名称', 'Name', { required: true }),
  enabled: boolean('enabled', true, '是否启用', 'Whether its calls are accepted', { required: true }),
  preset: text('preset', 'erp', '权限预设', 'Preset of grants', { required: true }),
  allowed: listOf('allowed', strings, '另外允许的', 'Grants besides'),
  denied: listOf('denied', strings, '禁止的', 'Grants denied'),
  allowedIps: listOf('allowed_ips', strings, '可调用的IP或网段', 'Addresses it may call from'),
  masksPhones: boolean('masks_phones', true, '手机号是否打码', 'Whether phones are masked', { required: true }),
  language,
  callsToday: number('calls_today', 1024, '今日调用', 'Calls today', requiredCount),
  callsPerDay,
  callsPerSecond,
  createdAt: text('created_at', moment, '创建时间', 'Time of creation (GMT+8)', { required: true }),
  secretSetAt: text('secret_set_at', moment, '密钥设于', 'When the secret was set (GMT+8)', { required: true }),
  hasOldSecret: boolean('has_old_secret', false, '旧密钥是否仍在', 'Whether an old secret is kept', { required: true }),
  oldSecretEndsAt: text('old_secret_ends_at', moment, '旧密钥有效至', 'When the old secret ends (GMT+8)'),
  oldSecretUsedAt: text('old_secret_used_at', moment, '旧密钥最近使用', 'Last use of the old secret (GMT+8)'),
  ignoredMembers: listOf(
    'ignored_members',
    objects('ignored_member', 'IgnoredMember', {
      method: text('method', 'alibaba.alihealth.nr.crm.coupon.querycoupon', '方法', 'The method', { required: true }),
      name: text('name', 'phne', '成员或参数；隐去的为 …', 'The member or parameter; … where it is not shown', {
        required: true,
      }),
      calls: number('calls', 12, '次数', 'Number of calls', requiredCount),
    }),
    '服务启动以来该应用发来、方法不认识而忽略的',
    'What the app sent and methods ignored since the server started',
  ),
  noPhones: listOf(
    'no_phones',
    objects('no_phone', 'NoPhone', {
      method: text('method', 'yaoquan.coupon.issue', '方法', 'The method', { required: true }),
      name: text('name', 'phone', '参数或字段', 'The parameter or field', { required: true }),
      numbers: number('numbers', 12, '号码个数', 'How many numbers', requiredCount),
      lastAt: text('last_at', moment, '最近一次', 'When the last one came (GMT+8)', { required: true }),
    }),
    '服务启动以来该应用作为手机号发来并已保存、却不是电话号码的',
    'Numbers of the app that were stored as phones since the server started, and are none',
  ),
  otherSellers: boolean('other_sellers', false, '是否还服务其他连锁', 'Whether it serves other sellers', {
    required: true,
  }),
} as const

export const listApps = defineMethod({
  name: 'yaoquan.console.app.list',
  title: { zh: '应用列表', en: 'List apps' },
  description: { zh: '可为本连锁调用的应用，不含密钥', en: 'The apps that may call for the seller, without secrets' },
  ...reads(category.console),
  request: {},
  ...resultOf('ListAppsResult', {
    apps: listOf('apps', objects('app', 'App', appFields), '应用，按 app_key', 'Apps by app_key'),
  }),
  errorCodes: [],
})

export const createApp = defineMethod({
  name: 'yaoquan.console.app.create',
  title: { zh: '登记应用', en: 'Register an app' },
  description: {
    zh: '返回 app_key 与密钥，密钥1小时后不再返回',
    en: 'Returns app_key and a secret, which is not returned again after an hour',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('APP-CREATE-20261124-0001'),
    name: text('name', 'ERP', '名称', 'Name', { required: true, maxLength: 64 }),
    preset: text('preset', 'erp', '权限预设', 'Preset of grants', { required: true, maxLength: 32 }),
    allowedIps,
    language,
    callsPerDay,
    callsPerSecond,
    requestId: askedAs,
  },
  ...resultOf('CreateAppResult', {
    alreadyDone,
    field,
    rule,
    appKey: text('app_key', '12345678', 'app_key', 'The key of the app'),
    appSecret,
  }),
  errorCodes: [
    consoleErrors.invalidSetting,
    consoleErrors.secretNotTold,
    consoleErrors.requestNotWaiting,
    businessErrors.idempotentConflict,
  ],
})

const ofApp = [consoleErrors.appNotFound, consoleErrors.appOfOthers, businessErrors.idempotentConflict] as const

export const updateApp = defineMethod({
  name: 'yaoquan.console.app.update',
  title: { zh: '修改应用', en: 'Change an app' },
  description: {
    zh: '不传的设置不变；新的 preset 不保留原有的增减。只有负责人可改 preset、重新启用',
    en: 'Settings that are left out stay; a new preset drops the grants allowed and denied beside it. Only owners change it, and enable an app again',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('APP-UPDATE-20261124-0001'),
    appKey,
    name: text('name', 'ERP', '名称', 'Name', { maxLength: 64 }),
    enabled: boolean('enabled', false, '是否启用', 'Whether its calls are accepted'),
    preset: text('preset', 'till', '权限预设', 'Preset of grants', { maxLength: 32 }),
    allowedIps,
    language,
    callsPerDay,
    callsPerSecond,
    requestId: askedAs,
  },
  ...resultOf('UpdateAppResult', { field, rule }),
  errorCodes: [...ofApp, consoleErrors.appWidened, consoleErrors.invalidSetting, consoleErrors.requestNotWaiting],
})

export const rotateAppSecret = defineMethod({
  name: 'yaoquan.console.app.rotate',
  title: { zh: '更换密钥', en: 'Rotate the secret of an app' },
  description: {
    zh: '返回新密钥；原有的继续有效，直到 old_valid_hours 小时后，或停用',
    en: 'Returns a new secret. The present one stays valid for old_valid_hours, or until it is retired',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('APP-ROTATE-20261124-0001'),
    appKey,
    oldValidHours: number('old_valid_hours', 72, '旧密钥继续有效的小时数', 'Hours the old secret stays valid', {
      min: 0,
      max: 8760,
    }),
    requestId: askedAs,
  },
  ...resultOf('RotateAppResult', { alreadyDone, appSecret }),
  errorCodes: [...ofApp, consoleErrors.oldSecretValid, consoleErrors.secretNotTold, consoleErrors.requestNotWaiting],
})

export const retireAppSecret = defineMethod({
  name: 'yaoquan.console.app.retire',
  title: { zh: '停用旧密钥', en: 'Retire the old secret of an app' },
  description: { zh: '旧密钥一秒内失效', en: 'The old secret is refused within a second' },
  ...writes(category.console),
  request: { outRequestNo: requestNo('APP-RETIRE-20261124-0001'), appKey },
  ...resultOf('RetireAppResult', {}),
  errorCodes: ofApp,
})

export const endAppSessions = defineMethod({
  name: 'yaoquan.console.app.endSessions',
  title: { zh: '结束应用的会话', en: 'End the sessions of an app' },
  description: {
    zh: '该应用在本连锁的全部会话一秒内失效。经 OAuth 授权的应用可再换取会话：要停止它，请停用应用',
    en: 'All its sessions for the seller are refused within a second. An app that was allowed by OAuth can get another one: disable it to stop it',
  },
  ...writes(category.console),
  request: { outRequestNo: requestNo('APP-SESSIONS-20261124-0001'), appKey },
  ...resultOf('EndAppSessionsResult', {
    ended: number('ended', 1, '结束的会话数', 'Sessions ended', { min: 0, max: 1_000_000_000 }),
  }),
  errorCodes: [consoleErrors.appNotFound, businessErrors.idempotentConflict],
})

export const takeAppConsent = defineMethod({
  name: 'yaoquan.console.app.takeConsent',
  title: { zh: '接管应用的授权', en: 'Take over the consent of an app' },
  description: {
    zh: '其他负责人给应用的授权（OAuth）改由您承担：该人停用后应用照常调用，您停用后才停止',
    en: 'What other owners allowed the app by OAuth becomes yours: the app goes on when they are disabled, and stops when you are',
  },
  ...writes(category.console),
  request: { outRequestNo: requestNo('APP-CONSENT-20261124-0001'), appKey },
  ...resultOf('TakeAppConsentResult', {
    taken: number('taken', 1, '接管的授权数', 'Consents taken over', { min: 0, max: 1_000_000_000 }),
  }),
  errorCodes: [consoleErrors.appNotFound, businessErrors.idempotentConflict],
})
