import { boolean, count, list, listOf, number, objects, requiredCount, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { cursor, limit, nextCursor } from '../methods/cursor-fields.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, resultOf } from '../methods/write-fields.ts'
import { jobItemStateNames } from '../words/job-words.ts'
import { consoleErrors } from './console-errors.ts'
import { jobActors, jobField, jobId, maxJobPart, taskFields } from './job-fields.ts'
import { fileFields, jobFilter, jobItemFields, jobRowFields } from './job-item-fields.ts'
import { requestNo } from './request-fields.ts'

const { field, rule } = refusalFacts
const mayNot = [consoleErrors.jobNotFound, consoleErrors.jobNotAllowed, consoleErrors.jobStateWrong] as const

export const createJob = defineMethod({
  name: 'yaoquan.console.job.create',
  title: { zh: '新建任务', en: 'Draft a job' },
  description: {
    zh: '起草发券、作废、延期或导入任务并试算，不改动任何数据；发券的名单、导入的行随后用 addItems 分批添加。同一文件对同一模板只能用一次；有行被拒绝的发券，改正后用 follows_job_id 补发一次，已发过的号码不会再发',
    en: 'Drafts a send, void, extension or import, and tries out what it would do; nothing is changed. The list of a send and the rows of an import follow with addItems. A file can be used once for a template. Rows that a send refused are mended and sent again with follows_job_id, once; a phone that the send gave coupons to is refused',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('JOB-CREATE-20261124-0001'),
    ...taskFields,
    ...fileFields,
    fileDigest: text(
      'file_digest',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '名单文件的SHA-256，十六进制',
      'SHA-256 of the file of a send, in hexadecimal',
      { maxLength: 64 },
    ),
    couponCodes: list('coupon_codes', texts('111aaa', 64), '要作废、延期的优惠券', 'Coupons to void or extend', {
      maxItems: 1000,
    }),
    filter: jobFilter,
  },
  sampleOmits: [
    'filter',
    'couponCodes',
    'followsJobId',
    'reason',
    'endDate',
    'voidHeld',
    'columns',
    'bearer',
    'zeroAmount',
  ],
  ...resultOf('CreateJobResult', {
    alreadyDone,
    field,
    rule,
    knownJobId: text('known_job_id', '3MZHDJ7Q2FKN4RPT', '已使用该文件的任务', 'The job that this file was used for'),
    job: jobField,
  }),
  errorCodes: [
    consoleErrors.jobNotAllowed,
    consoleErrors.jobListKnown,
    consoleErrors.jobTooLarge,
    consoleErrors.invalidSetting,
    businessErrors.templateNotFound,
    businessErrors.templateClosed,
    businessErrors.memberNotFound,
    businessErrors.idempotentConflict,
  ],
})

export const addJobItems = defineMethod({
  name: 'yaoquan.console.job.addItems',
  title: { zh: '添加名单', en: 'Add members to a job' },
  description: {
    zh: '向发券草稿添加一批手机号或卡号，或向导入草稿添加一批行；重复的略去并计数，不合规则的计为被拒绝',
    en: 'Adds phones or cards to the draft of a send, or rows to that of an import. Those given again are left out and counted; those that break a rule are refused',
  },
  ...writes(category.console),
  request: {
    jobId,
    offset: number('offset', 0, '此前已添加的行数，即 given', 'Lines added before: given of the job', requiredCount),
    phones: list('phones', texts('18612255668', 64), '手机号', 'Phones', { maxItems: maxJobPart }),
    cardNos: list('card_nos', texts('1231321111', 64), '卡号，排在手机号之后', 'Cards, which follow the phones', {
      maxItems: maxJobPart,
    }),
    lines: list(
      'lines',
      texts('2', 8),
      '各手机号、卡号在文件中的行号，依次对应；结果按此指明',
      'Lines of the file of the phones and cards, in their order; results name them',
      { maxItems: 2 * maxJobPart },
    ),
    places: list(
      'places',
      texts('3', 8),
      '补发: 号码不变、再发一次的行，即原任务明细的 place；排在手机号、卡号之后',
      'Of a send that follows another: rows of that one, by place, which are sent again as they are; they follow the cards',
      { maxItems: maxJobPart },
    ),
    rows: list('rows', objects('row', 'JobRow', jobRowFields), '导入的行', 'Rows of an import', {
      maxItems: maxJobPart,
    }),
    isLast: boolean('is_last', true, '导入的行是否到此为止', 'Whether these are the last rows of an import'),
  },
  sampleOmits: ['lines', 'places', 'rows', 'isLast'],
  ...resultOf('AddJobItemsResult', { field, rule, job: jobField }),
  errorCodes: [
    ...mayNot,
    consoleErrors.jobOfOther,
    consoleErrors.jobOffset,
    consoleErrors.jobTooLarge,
    consoleErrors.invalidSetting,
  ],
})

export const getJob = defineMethod({
  name: 'yaoquan.console.job.get',
  title: { zh: '查询任务', en: 'Get a job' },
  description: { zh: '一个任务及其进度', en: 'A job and how far it is' },
  ...reads(category.console),
  request: { jobId },
  ...resultOf('GetJobResult', { job: jobField, actors: jobActors }),
  errorCodes: [consoleErrors.jobNotFound],
})

export const startJob = defineMethod({
  name: 'yaoquan.console.job.start',
  title: { zh: '启动任务', en: 'Start a job' },
  description: {
    zh: '重新试算，将处理的数量与 confirm_count 一致才启动；断电重启后任务会继续，每项只处理一次。连锁要求审批时，导入优惠券须由另一位可审批模板的人启动',
    en: 'Tries the job out again and starts it if as many items will change as confirm_count says. It survives restarts, and does each item once. Where the seller asks for approval, coupons are imported only after another person who may approve templates starts the job',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('JOB-START-20261124-0001'),
    jobId,
    confirmCount: number(
      'confirm_count',
      1000,
      '操作员输入的数量，即试算的 will_change',
      'The number that the operator typed: will_change of the preview',
      requiredCount,
    ),
  },
  ...resultOf('StartJobResult', {
    alreadyDone,
    job: jobField,
    willChange: number('will_change', 999, '现在将处理的数量', 'How many would change now', count),
  }),
  errorCodes: [
    ...mayNot,
    consoleErrors.jobCountChanged,
    consoleErrors.approverIsSubmitter,
    businessErrors.idempotentConflict,
  ],
})

const stepOf = <const N extends string>(
  name: N,
  title: Readonly<{ zh: string; en: string }>,
  description: Readonly<{ zh: string; en: string }>,
) =>
  defineMethod({
    name,
    title,
    description,
    ...writes(category.console),
    request: { outRequestNo: requestNo('JOB-STEP-20261124-0001'), jobId },
    ...resultOf('JobStepResult', { alreadyDone, job: jobField }),
    errorCodes: [...mayNot, businessErrors.idempotentConflict],
  })

export const pauseJob = stepOf(
  'yaoquan.console.job.pause',
  { zh: '暂停任务', en: 'Pause a job' },
  { zh: '几秒内停下，可恢复', en: 'It stops within seconds and can be resumed' },
)

export const resumeJob = stepOf(
  'yaoquan.console.job.resume',
  { zh: '恢复任务', en: 'Resume a job' },
  { zh: '从暂停处继续', en: 'It goes on where it was paused' },
)

/** Cancels a job for good. */
export const cancelJob = stepOf(
  'yaoquan.console.job.cancel',
  { zh: '取消任务', en: 'Cancel a job' },
  { zh: '几秒内停下，不能恢复；已处理的不撤销', en: 'It stops within seconds for good; what it did stays done' },
)

export const listJobItems = defineMethod({
  name: 'yaoquan.console.job.items',
  title: { zh: '任务明细', en: 'List the items of a job' },
  description: {
    zh: '每一项的结果，按名单顺序；手机号打码，任务结束30天后不再保留',
    en: 'What became of each item, in the order of the list. Phones are masked; phones and cards are kept for 30 days after the end',
  },
  ...reads(category.console),
  request: {
    jobId,
    state: text('state', 'refused', '只看一种状态', 'Only items in this state', { oneOf: jobItemStateNames }),
    cursor,
    limit: limit(1000),
  },
  ...resultOf('ListJobItemsResult', {
    items: listOf('items', objects('job_item', 'JobItem', jobItemFields), '明细', 'Items'),
    nextCursor,
  }),
  errorCodes: [consoleErrors.jobNotFound, businessErrors.invalidCursor],
})
