import { count, countOf, listOf, number, object, objects, text } from '../language/fields.ts'

const required = { required: true } as const
const moment = '2026-11-24 22:29:00'

/** What a shadow run has learned. */
export const learned = object(
  'learned',
  {
    typeName: 'ShadowLearned',
    fields: {
      created: countOf('created', '新券', 'New coupons', 120),
      moved: countOf('moved', '状态或失效日期变更的券', 'Coupons whose state or last day changed', 14),
      orders: countOf('orders', '新增或变更的订单', 'Orders that were created or changed', 30),
      notLearned: countOf('not_learned', '未学习的券', 'Coupons that were not learned', 2),
      failedAnswers: countOf(
        'failed_answers',
        '因药券自身故障而没有学习的应答',
        'Answers that a fault of ours kept from being learned',
      ),
    },
  },
  '从应答学到的；不学习时无',
  'What was learned from answers; absent where nothing is learned',
)

/** How far the latest crawl is. */
export const crawl = object(
  'crawl',
  {
    typeName: 'ShadowCrawl',
    fields: {
      targets: countOf('targets', '要查的渠道、手机号或卡号', 'Channels, phones or cards to ask for', 5),
      done: countOf('done', '已查完的', 'Those that were asked for', 2),
      calls: countOf('calls', '调用', 'Calls', 60),
      coupons: countOf('coupons', '券', 'Coupons', 5_800),
      differing: countOf('differing', '数目与现有CRM不等的', "Those whose number differs from today's CRM"),
      refused: countOf('refused', '现有CRM拒绝的', "Those that today's CRM refused"),
      updatedAt: text('updated_at', moment, '最近一次调用', 'Latest call (GMT+8)', required),
    },
  },
  '最近一次抓取，属于同一现有CRM与连锁；没有则无',
  'The latest crawl of the same CRM and seller; absent without one',
)

/** Which coupons and members a shadow run has compared. */
export const covered = listOf(
  'covered',
  objects('covered_kind', 'ShadowCovered', {
    of: text('of', 'coupons', 'coupons 券，members 会员', 'coupons or members', {
      required: true,
      oneOf: ['coupons', 'members'],
    }),
    known: number(
      'known',
      20_000,
      '药券有多少张；会员与数过之前无',
      'How many coupons Yaoquan has; absent for members and before it counted',
      count,
    ),
    seen: countOf('seen', '已比较的应答中不同的，约数', 'Different ones in compared answers, estimated', 9_800),
    agreed: countOf('agreed', '其中至少一次完全相同的，约数', 'Of these, equal at least once, estimated', 9_700),
  }),
  '已比较的券与会员；没有则空',
  'Coupons and members that were compared; empty before any was',
)

/** The rules that nobody wrote down. */
export const rules = listOf(
  'rules',
  objects('rule', 'ShadowRule', {
    name: text('name', 'status:after:2/0', '规则，见 unwrittenRule', 'The rule, see unwrittenRule', required),
    count: countOf('count', '现有CRM如此的次数', "How often today's CRM did so", 40),
    of: countOf('of', '可见到此规则的次数', 'How often that could be seen', 40),
    couponCode: text('coupon_code', '111aaa', '最近一例的券', 'Coupon of the latest example'),
  }),
  '现有CRM与药券不同的不成文规则',
  "What today's CRM does that Yaoquan does not and no document says",
)
