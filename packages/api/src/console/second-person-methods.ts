import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'
import { requestId } from './request-fields.ts'

const errorCodes = [
  consoleErrors.requestNotWaiting,
  consoleErrors.requestIsOwn,
  consoleErrors.requestToCarryOut,
  businessErrors.idempotentConflict,
]

export const approveRequest = defineMethod({
  name: 'yaoquan.console.request.approve',
  title: { zh: '同意申请', en: 'Approve a request' },
  description: {
    zh: '同意他人的申请并立即执行，只执行一次；执行被拒绝时，申请已结束，须重新提交',
    en: 'Approves what another person asked for and does it, once. Where that is refused the request is over and has to be made again',
  },
  ...writes(category.console),
  request: { outRequestNo: outRequestNo('REQUEST-APPROVE-20261124-0001'), requestId },
  ...resultOf('ApproveRequestResult', { alreadyDone }),
  errorCodes,
})

export const refuseRequest = defineMethod({
  name: 'yaoquan.console.request.refuse',
  title: { zh: '拒绝或撤回申请', en: 'Refuse a request' },
  description: {
    zh: '拒绝他人的申请，或撤回自己的；什么都不执行。拒绝应用的申请须写明原因',
    en: "Refuses what another person asked for, or takes back the caller's own request. Nothing is done. To decline what is asked for of an app takes a reason",
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('REQUEST-REFUSE-20261124-0001'),
    requestId,
    reason: text(
      'reason',
      '请用已有的应用',
      '拒绝的原因，提交人会看到；只用于应用的申请，其中的手机号打码后保存',
      'Why, for the person who asked; of requests about apps only. Phones in it are masked',
      { maxLength: 200 },
    ),
  },
  ...resultOf('RefuseRequestResult', { alreadyDone, warnings }),
  errorCodes: [consoleErrors.requestNotWaiting, businessErrors.idempotentConflict],
})
