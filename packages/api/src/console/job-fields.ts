import { boolean, count, countOf, list, listOf, number, object, objects, text } from '../language/fields.ts'
import { jobKindNames, jobKinds, jobStateNames, jobStates } from '../words/job-words.ts'
import { listedWords } from '../words/text.ts'
import { actorName } from './named-fields.ts'

const moment = '2026-11-24 22:29:00'

/** The most coupons that a job sends to each member. */
export const maxSentEach = 10

/** The most phones and cards of one part of a list; a list of 200,000 is given in parts. */
export const maxJobPart = 2_000

const kinds = listedWords(jobKinds)
const states = listedWords(jobStates)

export const jobId = text('job_id', '3MZHDJ7Q2FKN4RPT', '任务id', 'Job id', { required: true, maxLength: 32 })

/** The request of a job. */
export const taskFields = {
  kind: text('kind', 'send', `类型: ${kinds.zh}`, `Kind: ${kinds.en}`, { required: true, oneOf: jobKindNames }),
  title: text('title', '双十一会员名单', '名称', 'What you call it', { maxLength: 100 }),
  couponId: text('coupon_id', '11', '发券的模板id', 'Template of a send', { maxLength: 64 }),
  count: number('count', 1, '每位会员的张数，缺省1', 'Coupons for each member; default 1', {
    min: 1,
    max: maxSentEach,
  }),
  channel: text('channel', 'crm', '发券的渠道', 'Channel of a send', { maxLength: 64 }),
  reason: text('reason', '活动取消', '原因', 'Reason', { maxLength: 256 }),
  endDate: text('end_date', '2026-12-31', '延期后的失效日期', 'New last valid day of an extension', { maxLength: 10 }),
  followsJobId: text(
    'follows_job_id',
    '3MZHDJ7Q2FKN4RPT',
    '补发: 已结束的发券任务，只发给其中被拒绝的行；模板、张数、渠道与其相同',
    'Send again: the send that ended with refused rows. Only these are sent, with its template, count and channel',
    { maxLength: 32 },
  ),
  voidHeld: boolean('void_held', false, '占用中的也作废', 'Whether coupons that orders hold are voided too'),
} as const

const refusedField = listOf(
  'refused_by',
  objects('refused', 'JobRefusals', {
    subCode: text('sub_code', 'COUPON_ALREADY_USED', '原因', 'Reason', { required: true }),
    count: countOf('count', '数量', 'How many', 1),
  }),
  '将被拒绝的，按原因',
  'What will be refused, by reason',
)

/** What the dry run found. Nothing is written by it. */
const preview = object(
  'preview',
  {
    typeName: 'JobPreview',
    fields: {
      willChange: countOf(
        'will_change',
        '将处理的数量，启动时须输入',
        'How many will change: the number to type at the start',
        1000,
      ),
      unchanged: countOf('unchanged', '无需处理的数量', 'How many are as they will be'),
      created: countOf('created', '将新建的数量', 'How many an import will create'),
      refusedBy: refusedField,
      duplicates: countOf('duplicates', '名单中重复的号码与会员的数量', 'How many numbers or members were given again'),
      repeated: countOf(
        'repeated',
        '导入中与前面的行是同一会员、手机号、卡号或券码的行数；按文件顺序处理，已计入其他各项',
        'How many rows of an import name the member, phone, card or code of an earlier row; they are done in the order of the file, and counted in the other numbers',
      ),
      knownMembers: countOf('known_members', '已是会员的数量', 'How many are members'),
      landlines: countOf('landlines', '名单中固定电话的数量', 'How many of a list are landlines'),
      foreign: countOf('foreign', '名单中境外号码的数量', 'How many of a list are foreign numbers'),
      overLimit: countOf('over_limit', '已达领取上限的数量', 'How many members have as many as they may'),
      stockNeeded: number('stock_needed', 1000, '所需库存', 'Stock needed by a send', count),
      stockLeft: number('stock_left', 5000, '剩余库存；不限则不返回', 'Stock left; absent: unlimited', count),
    },
  },
  '试算结果',
  'What the dry run found',
  { required: true },
)

export const jobFields = {
  jobId,
  ...taskFields,
  state: text('state', 'draft', `状态: ${states.zh}`, `State: ${states.en}`, {
    required: true,
    oneOf: jobStateNames,
  }),
  stopping: boolean(
    'stopping',
    true,
    '已暂停或取消，正在完成已开始的一批',
    'It was paused or cancelled, and finishes the batch that it had begun',
  ),
  awaitsApproval: boolean(
    'awaits_approval',
    true,
    '草稿须由创建者以外、可审批模板的人启动',
    'Whether another person, who may approve templates, starts the draft',
  ),
  followedByJobId: text(
    'followed_by_job_id',
    '3MZHDJ7Q2FKN4RPT',
    '补发其被拒绝的行的任务；只在查看单个任务时返回',
    'The send that sends its refused rows again; only of a job that is asked for by its id',
  ),
  followTooLate: boolean(
    'follow_too_late',
    true,
    '首次发送结束已超过 23 天，被拒绝的行不能再补发；只在查看单个任务时返回',
    'Whether the 23 days after the first send, in which its refused rows can be sent again, are over; only of a job that is asked for by its id',
  ),
  ready: boolean('ready', true, '名单是否齐全', 'Whether all targets are known', { required: true }),
  createdBy: text('created_by', 'operator:li.na', '创建人', 'Who made it', { required: true }),
  createdAt: text('created_at', moment, '创建时间', 'Time of creation (GMT+8)', { required: true }),
  startedBy: text('started_by', 'operator:li.na', '启动人', 'Who started it'),
  startedAt: text('started_at', moment, '启动时间', 'Time of the start (GMT+8)'),
  endedAt: text('ended_at', moment, '结束时间', 'Time of the end (GMT+8)'),
  given: countOf('given', '已收到的名单行数，含重复的', 'Lines of the list received so far, duplicates included', 1000),
  total: countOf('total', '总数', 'Items', 1000),
  pending: countOf('pending', '未处理', 'Items that are left', 400),
  done: countOf('done', '已完成', 'Items done', 590),
  unchanged: countOf('unchanged', '无需处理', 'Items that were as they should be'),
  refused: countOf('refused', '被拒绝', 'Items refused', 10),
  preview,
} as const

export const jobField = object('job', { typeName: 'Job', fields: jobFields }, '任务', 'The job')

/** Beside jobs. */
export const jobActors = list('actors', actorName, '创建人与启动人的名称', 'The names of who made and started them')
