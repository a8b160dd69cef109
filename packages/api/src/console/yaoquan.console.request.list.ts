import { boolean, list, listOf, number, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { resultOf } from '../methods/write-fields.ts'
import { requestKindNames } from '../words/request-kinds.ts'
import { actorName } from './named-fields.ts'
import { requestId } from './request-fields.ts'

const moment = '2026-11-24 22:29:00'

export const listRequests = defineMethod({
  name: 'yaoquan.console.request.list',
  title: { zh: '等待他人的申请', en: 'List requests that wait for others' },
  description: {
    zh: '等待另一人同意或办理的，与已同意但执行中断的申请，先提交的在前；只列出自己提交的，以及自己的角色可以决定的。自己提交的应用申请，结果再列出一周',
    en: 'Requests that wait for another person, or were approved and interrupted, the oldest first: those that the caller made, and those that its role may decide on. What came of the own ones about apps is listed for a week',
  },
  ...reads(category.console),
  request: {},
  ...resultOf('ListRequestsResult', {
    requests: listOf(
      'requests',
      objects('waiting_request', 'WaitingRequest', {
        requestId,
        kind: text(
          'kind',
          'erase-member',
          '申请做什么：erase-member 删除会员，merge-members 合并会员，claim-coupons 发券，end-template-approval 关闭模板审批，end-second-person 关闭第二人同意，raise-issue-approval 调高或关闭发券须同意的面额，create-app 登记应用，rotate-app 更换密钥，widen-app 改应用的权限，enable-app 重新启用应用',
          'What was asked for',
          { required: true, oneOf: requestKindNames },
        ),
        memberId: text(
          'member_id',
          'M1024',
          '被删除、被并入或得到券的会员',
          'The member that is erased, merged into another, or gets coupons',
        ),
        intoMemberId: text('into_member_id', 'M7', '合并到的会员', 'The member that it is merged into'),
        couponId: text('coupon_id', 'T1001', '发放的模板', 'The template of the coupons'),
        couponName: text('coupon_name', '满99减15', '其名称', 'Its name'),
        couponCode: text('coupon_code', 'K7M2Q9', '发放的预留券码', 'The reserved code that is issued'),
        count: number('count', 20, '发放张数', 'Number of coupons', { min: 1, max: 1000 }),
        appKey: text(
          'app_key',
          '12345678',
          '更换密钥、改权限或启用的应用',
          'The app that gets a secret or grants, or is enabled',
        ),
        name: text(
          'name',
          '小程序',
          '要登记的应用的名称；已办理的为所登记的',
          'The name of the app to register, or that it was registered with',
        ),
        preset: text(
          'preset',
          'till',
          '申请的权限预设；已办理的为所给的',
          'The preset of grants that is asked for, or that was given',
        ),
        amount: text('amount', '500', '新的面额（元），off 为不限', 'The new amount in yuan, or off'),
        reason: text('reason', '会员本人要求', '原因', 'Why'),
        askedBy: text('asked_by', 'operator:li.na', '提交人', 'Who asked', { required: true }),
        askedAt: text('asked_at', moment, '提交时间', 'When it was asked for (GMT+8)', { required: true }),
        waitsUntil: text('waits_until', moment, '有效至', 'When it ends unless it is approved (GMT+8)', {
          required: true,
        }),
        approvedBy: text(
          'approved_by',
          'operator:wang.fang',
          '已同意的人；执行被中断时返回，再次同意即继续执行，不能再拒绝',
          'Who approved it, where doing it was interrupted: approve it again to go on; it cannot be refused any more',
        ),
        verdict: text(
          'verdict',
          'carried-out',
          '自己的应用申请的结果：carried-out 已办理，refused 已拒绝；尚未决定时不返回',
          'What came of the own request about an app; absent while it waits',
          { oneOf: ['carried-out', 'refused'] },
        ),
        decidedBy: text('decided_by', 'operator:wang.fang', '办理或拒绝的人', 'Who carried it out or declined'),
        decidedAt: text('decided_at', moment, '办理或拒绝的时间', 'When that was (GMT+8)'),
        refusalReason: text('refusal_reason', '请用已有的应用', '拒绝的原因', 'Why it was declined'),
        own: boolean(
          'own',
          false,
          '是否由调用者提交，因而只能撤回',
          'Whether the caller made it, who may only withdraw it',
          {
            required: true,
          },
        ),
      }),
      '申请',
      'The requests',
    ),
    actors: list('actors', actorName, '其中的人与应用的名称', 'The names of the people and apps in them'),
  }),
  errorCodes: [],
})
