import { boolean, countOf, list, listOf, number, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { resultOf } from '../methods/write-fields.ts'
import {
  deviationClassNames,
  shadowConditionNames,
  shadowRouteNames,
  shadowTimingSeconds,
  skipReasonNames,
  unreadableReasonNames,
} from '../words/shadow-words.ts'
import { consoleErrors } from './console-errors.ts'
import { covered, crawl, learned, rules } from './shadow-findings.ts'

const { field, rule } = refusalFacts
const required = { required: true } as const
const moment = '2026-11-24 22:29:00'
const port = number('port', 9180, '影子运行的端口', 'Port of the shadow run', { required: true, min: 1, max: 65_535 })
const kind = text(
  'kind',
  'field:end_date',
  '差异的类；其前缀（如 field）是其下全部的类',
  'The class; its beginning, such as field, is all classes below it',
  { required: true, maxLength: 200 },
)

const verdicts = {
  seen: countOf('seen', '有TOP应答的调用', 'Calls with a TOP answer', 1_200),
  compared: countOf('compared', '已比较的调用', 'Calls that were compared', 1_000),
  agreed: countOf('agreed', '一致的调用', 'Calls that agree', 990),
  timing: countOf(
    'timing',
    `其中只差${shadowTimingSeconds}秒内的变化的`,
    `Of these, apart from changes within ${shadowTimingSeconds} s`,
    3,
  ),
  accepted: countOf('accepted', '只有已接受差异的调用', 'Calls that deviate only as accepted', 4),
} as const

const decision = object(
  'decision',
  {
    typeName: 'ShadowDecision',
    fields: {
      kind,
      soFar: boolean('so_far', false, '只接受至当时的', 'Only those until then are accepted', required),
      reason: text('reason', '名称另有模板', '理由', 'Why', required),
      by: text('by', 'owner', '何人', 'Who', required),
      at: text('at', moment, '时间', 'When (GMT+8)', required),
    },
  },
  '接受它的决定；未接受的没有此项',
  'The decision that accepts it; absent while it is open',
)

const deviation = {
  class: text('class', 'field', '大类', 'Its class', { required: true, oneOf: deviationClassNames }),
  kind,
  method: text('api_name', 'alibaba.alihealth.nr.crm.coupon.querycoupon', 'API', 'The API', required),
  count: countOf('count', '次数', 'How often', 12),
  firstAt: text('first_at', moment, '最早', 'First time (GMT+8)', required),
  lastAt: text('last_at', moment, '最近', 'Last time (GMT+8)', required),
  appKey: text('app_key', '10000001', '最近一例的应用', 'App of the latest example', required),
  couponCode: text('coupon_code', '111aaa', '最近一例的券', 'Coupon of the latest example'),
  upstream: text('upstream', '2026-12-31', '现有CRM的值，号码打码', "Value of today's CRM; numbers are masked"),
  ours: text('ours', '2026-12-30', '药券的值，号码打码', 'Value of Yaoquan; numbers are masked'),
  decision,
} as const

const percent = (wire: string, zh: string, en: string) => text(wire, '99.40', zh, en)

const shadowFields = {
  port,
  upstream: text('upstream', 'crm.example', '现有CRM的主机', "Host of today's CRM", required),
  startedAt: text('started_at', moment, '开始', 'Since (GMT+8)', required),
  updatedAt: text('updated_at', moment, '结果的时间', 'Time of the report (GMT+8)', required),
  ...verdicts,
  gaps: listOf(
    'gaps',
    objects('gap', 'ShadowGap', {
      from: text('from', moment, '开始', 'From (GMT+8)', required),
      to: text('to', moment, '结束', 'To (GMT+8)', required),
    }),
    '影子被强行结束，其间的调用可能未计入；最近5段',
    'Times whose calls may not be counted, since the shadow was killed; the latest 5',
  ),
  seesLess: text(
    'sees_less',
    '比较线程没有进展',
    '比较为何不完整；完整则无',
    'Why less is compared than could be, in Chinese; absent where all is',
  ),
  seesLessEn: text(
    'sees_less_en',
    'the comparing thread does not move on',
    '比较为何不完整（英文）',
    'Why less is compared than could be',
  ),
  agreement: percent(
    'agreement',
    '一致或只有已接受差异的份额，百分数，向下取整；没有比较过则无',
    'Percent of the compared calls that agree or deviate only as accepted, rounded down; absent before a comparison',
  ),
  coverage: percent(
    'coverage',
    '能比较的调用中已比较的份额，百分数，向下取整',
    'Percent of the calls that can be compared that were, rounded down',
  ),
  openClasses: countOf('open_classes', '未接受的差异类', 'Classes of deviations that are not accepted', 2),
  skipped: listOf(
    'skipped',
    objects('skipped_call', 'SkippedCalls', {
      reason: text('reason', 'busy', '原因', 'Why', { required: true, oneOf: skipReasonNames }),
      calls: countOf('calls', '调用', 'Calls', 3),
    }),
    '没有比较的调用，按原因',
    'Calls that were not compared, by reason',
  ),
  days: listOf(
    'days',
    objects('shadow_day', 'ShadowDay', {
      day: text('day', '2026-11-24', '日期', 'Day (GMT+8)', required),
      ...verdicts,
    }),
    '最近60天，早的在前',
    'The latest 60 days, the oldest first',
  ),
  groups: listOf(
    'groups',
    objects('shadow_group', 'ShadowGroup', {
      method: text('api_name', 'alibaba.alihealth.nr.crm.coupon.querycoupon', 'API', 'The API', required),
      appKey: text('app_key', '10000001', '应用', 'The app', required),
      ...verdicts,
    }),
    '按API与应用，调用多的在前',
    'By API and app, the most calls first',
  ),
  sellers: listOf(
    'sellers',
    objects('shadow_seller', 'ShadowSeller', {
      sellerId: text('seller_id', '111', '连锁', 'The seller', required),
      ...verdicts,
    }),
    '按连锁，调用多的在前；连锁未知的调用不在其中',
    'By seller, the most calls first; without calls whose seller is unknown',
  ),
  deviations: listOf(
    'deviations',
    objects('deviation', 'ShadowDeviation', deviation),
    '差异，未接受的在前，最多200类',
    'Deviations, open ones first, at most 200 classes',
  ),
  unlisted: countOf('unlisted', '没有列出的差异', 'Deviations that are not listed'),
  covered,
  rules,
  learned,
  crawl,
  conditions: listOf(
    'conditions',
    objects('condition', 'ShadowCondition', {
      name: text('name', 'calls', '条件', 'The condition', { required: true, oneOf: shadowConditionNames }),
      goal: text(
        'goal',
        '1000000',
        '要求；openClasses 为至多，其他为至少',
        'Goal: openClasses at most, others at least',
        required,
      ),
      figure: text('figure', '1000', '现在', 'The figure now', required),
      isMet: boolean('is_met', false, '是否达到', 'Whether it is met', required),
    }),
    '切换的就绪条件；未设定的不列出',
    'The conditions of the switch that are set',
  ),
  ours: text(
    'ours',
    '127.0.0.1:8080',
    '药券服务器的主机；没有则不能切换',
    'Host of the server of Yaoquan; absent: no switch',
  ),
  routesInForce: boolean('routes_in_force', true, '是否已按此传递', 'Whether the shadow follows them', required),
  routesDamaged: boolean('routes_damaged', false, '路由文件是否已损坏', 'Whether their file is damaged', required),
  routesProblem: text('routes_problem', 'the last ones hold', '路由可能不是最新的原因', 'Why they may be old'),
  routes: listOf(
    'routes',
    objects('route', 'ShadowRoute', {
      appKey: text('app_key', '10000001', '应用', 'The app', required),
      method: text(
        'api_name',
        'alibaba.alihealth.nr.crm.order.sync',
        'API；没有则为该应用的全部',
        'The API; absent: all of the app',
      ),
      to: text('to', 'ours', '由谁应答', 'Who answers', { required: true, oneOf: shadowRouteNames }),
      reason: text('reason', '首家门店切换', '理由', 'Why', required),
      by: text('by', 'owner', '何人', 'Who', required),
      at: text('at', moment, '时间', 'When (GMT+8)', required),
      isRecorded: boolean('is_recorded', true, '其事件是否已记录', 'Whether its event is recorded', required),
    }),
    '路由；没有列出的调用由现有CRM应答并比较',
    "The routes; today's CRM answers all other calls, compared",
  ),
  routed: listOf(
    'routed',
    objects('routed_call', 'RoutedCalls', {
      route: text('route', 'ours', '路由', 'The route', { required: true, oneOf: shadowRouteNames }),
      calls: countOf('calls', '调用', 'Calls', 120),
    }),
    '影子启动以来按路由的调用',
    'Calls by route since the shadow was started',
  ),
  onlyOurs: listOf(
    'only_ours',
    objects('only_our_call', 'OnlyOurCalls', {
      method: text('api_name', 'yaoquan.coupon.redeem', 'API', 'The API', required),
      calls: countOf('calls', '调用', 'Calls', 12),
    }),
    '影子启动以来只有药券收到的写操作，退回会失去它们',
    "Writes since the start that today's CRM did not get; the way back loses them",
  ),
  waiting: countOf('waiting', '等待送到现有CRM的写操作', "Writes that wait for today's CRM"),
  oldestWaiting: text('oldest_waiting', moment, '其中最早的', 'The oldest of them (GMT+8)'),
  delivered: countOf('delivered', '影子启动以来已送到的', 'Delivered since the start', 40),
  refused: listOf(
    'refused',
    objects('refused_write', 'RefusedWrites', {
      appKey: text('app_key', '10000001', '应用', 'The app', required),
      method: text('api_name', 'alibaba.alihealth.nr.crm.order.sync', 'API', 'The API', required),
      code: number('code', 15, '现有CRM的错误码，0为其结果失败', "Error code of today's CRM; 0: the result failed", {
        required: true,
        min: 0,
        max: 1_000_000,
      }),
      subCode: text('sub_code', 'isv.order-refused', '子错误码', 'Its sub_code', required),
      calls: countOf('calls', '次数', 'How often', 1),
      lastAt: text('last_at', moment, '最近', 'Last time (GMT+8)', required),
    }),
    '药券已执行而现有CRM拒绝的写操作',
    "Writes that Yaoquan did and today's CRM refused",
  ),
  notRouted: listOf(
    'not_routed',
    objects('not_routed_call', 'NotRoutedCalls', {
      reason: text('reason', 'unclear', '原因', 'Why', { required: true, oneOf: unreadableReasonNames }),
      calls: countOf('calls', '调用', 'Calls', 1),
    }),
    '因无法读出应用与API而由现有CRM应答的调用',
    "Calls that went to today's CRM since their app and API could not be read",
  ),
} as const

/** The shadow runs of the seller, whose reports are in the data folder of this server. */
export const listShadows = defineMethod({
  name: 'yaoquan.console.shadow.list',
  title: { zh: '影子运行', en: 'List shadow runs' },
  description: {
    zh: '本连锁的影子运行与其比较结果，取自本服务器的数据目录',
    en: 'The shadow runs of the seller and what they found, from the data folder of this server',
  },
  ...reads(category.console),
  request: {
    method: text(
      'api_name',
      'alibaba.alihealth.nr.crm.coupon.querycoupon',
      '各天只计此API；没有则为全部',
      'The days count this API alone; absent: all',
      { maxLength: 100 },
    ),
    appKey: text('app_key', '10000001', '各天只计此应用；没有则为全部', 'The days count this app alone; absent: all', {
      maxLength: 64,
    }),
  },
  ...resultOf('ListShadowsResult', {
    shadows: listOf('shadows', objects('shadow', 'ShadowRun', shadowFields), '影子运行，按端口', 'Shadow runs by port'),
  }),
  errorCodes: [consoleErrors.shadowDecisionsDamaged],
})

const reason = text(
  'reason',
  '名称另有模板',
  '理由；号码打码后永久保存',
  'Why; numbers in it are masked, and it is kept for ever',
  { required: true, maxLength: 500 },
)

export const decideShadow = defineMethod({
  name: 'yaoquan.console.shadow.decide',
  title: { zh: '接受影子运行的差异', en: 'Accept a deviation of a shadow run' },
  description: {
    zh: '接受一类差异或撤回接受，附理由；对已计数的调用同样有效，重复执行结果相同',
    en: 'Accepts a class of deviations, or withdraws that, with a reason. It counts for earlier calls too; a repetition changes nothing',
  },
  ...writes(category.console),
  request: {
    port,
    kind,
    withdraw: boolean('withdraw', false, '为 true 时撤回', 'true: the acceptance is withdrawn'),
    soFar: boolean(
      'so_far',
      false,
      '为 true 时只接受至今出现的',
      'true: only those until now, a new one is open again',
    ),
    reason,
  },
  ...resultOf('DecideShadowResult', {}),
  errorCodes: [
    consoleErrors.shadowNotFound,
    consoleErrors.shadowClassUnknown,
    consoleErrors.shadowNotAccepted,
    consoleErrors.shadowDecisionsFull,
    consoleErrors.shadowBusy,
    consoleErrors.shadowDecisionsDamaged,
  ],
})

export const setShadowConditions = defineMethod({
  name: 'yaoquan.console.shadow.setConditions',
  title: { zh: '设定切换的就绪条件', en: 'Set the conditions of the switch' },
  description: {
    zh: '替换全部就绪条件；没有给出的不再是条件',
    en: 'Replaces all conditions of the switch; those that are absent are none any more',
  },
  ...writes(category.console),
  request: {
    port,
    conditions: list(
      'conditions',
      objects('condition', 'NewShadowCondition', {
        name: text('name', 'calls', '条件', 'The condition', { required: true, oneOf: shadowConditionNames }),
        goal: text('goal', '1000000', '要求；百分数最多两位小数', 'Goal; percentages have two decimals at most', {
          required: true,
          maxLength: 15,
        }),
      }),
      '条件，各一次',
      'Conditions, each at most once',
      { required: true, maxItems: 5 },
    ),
  },
  ...resultOf('SetShadowConditionsResult', { field, rule }),
  errorCodes: [
    consoleErrors.shadowNotFound,
    consoleErrors.shadowBusy,
    consoleErrors.shadowDecisionsDamaged,
    consoleErrors.invalidSetting,
  ],
})

export const routeShadow = defineMethod({
  name: 'yaoquan.console.shadow.route',
  title: { zh: '切换影子运行的路由', en: 'Change a route of a shadow run' },
  description: {
    zh: '改变由谁应答一个应用或其一个API的调用，一秒内生效，同样的操作即可退回；先记入事件 shadow_route。重复执行结果相同',
    en: 'Says who answers the calls of an app or of one of its APIs, from within a second on; the same act takes it back. A shadow_route event is recorded first. A repetition changes nothing',
  },
  ...writes(category.console),
  request: {
    port,
    appKey: text('app_key', '10000001', '应用', 'The app', { required: true, maxLength: 64 }),
    method: text(
      'api_name',
      'alibaba.alihealth.nr.crm.order.sync',
      'API；没有则为该应用的、药券有的全部API',
      'The API; absent: all APIs of the app that Yaoquan has',
      { maxLength: 100 },
    ),
    to: text('to', 'ours', '由谁应答', 'Who answers', { required: true, oneOf: shadowRouteNames }),
    reason,
    confirm: boolean(
      'confirm',
      false,
      '为 true 时确认：退回会失去只有药券收到的写操作',
      "true: confirms that the way back loses writes that today's CRM did not get",
    ),
  },
  ...resultOf('RouteShadowResult', {}),
  errorCodes: [
    consoleErrors.shadowNotFound,
    consoleErrors.shadowMethodUnknown,
    consoleErrors.shadowOursMissing,
    consoleErrors.shadowLosesWrites,
    consoleErrors.shadowRoutesFull,
    consoleErrors.shadowBusy,
    consoleErrors.shadowRoutesDamaged,
  ],
})
