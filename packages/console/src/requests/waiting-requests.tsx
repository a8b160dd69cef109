import { approveRequest, refuseRequest } from '@yaoquan/api'
import { Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../acts/act-form.tsx'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { Failure } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { actorText } from '../terms/event-text.ts'
import { type AppRequestKind, isOfApp, type WaitingRequest as Request, RequestRow } from './request-row.tsx'
import './requests.css'

// The first page shows requests, mostly none of these.
const AppRequest = lazyPart(async () => (await import('./app-request.tsx')).AppRequest)

const texts = defineTexts({
  erase: { zh: (member: string) => `删除会员 ${member} 的个人信息`, en: (member) => `Erase member ${member} for good` },
  merge: {
    zh: (from: string, into: string) => `把会员 ${from} 合并到 ${into}`,
    en: (from, into) => `Merge member ${from} into ${into}`,
  },
  claim: {
    zh: (what: string, member: string) => `给会员 ${member} 发放 ${what}`,
    en: (what, member) => `Issue ${what} to member ${member}`,
  },
  coupons: {
    zh: (count: number, template: string) => `${count} 张「${template}」`,
    en: (count, template) => `${count} × “${template}”`,
  },
  raise: {
    zh: (amount: string) => `单人一次可发的面额调为 ${amount === 'off' ? '不限' : `¥${amount}`}`,
    en: (amount) => `Let one person issue ${amount === 'off' ? 'any face value' : `¥${amount}`} in one act`,
  },
  approval: { zh: '关闭模板审批', en: 'End the approval of templates' },
  second: { zh: '关闭第二人同意', en: 'End the rule of the second person' },
  asked: {
    zh: (who: string, at: string, until: string) => `${who} ${at} 提交，${until} 前有效`,
    en: (who, at, until) => `${who} asked at ${at}; it waits until ${until}`,
  },
  own: {
    zh: (at: string, until: string) => `您 ${at} 提交，等另一人同意，${until} 前有效`,
    en: (at, until) => `You asked at ${at}; another person has to agree until ${until}`,
  },
  interrupted: {
    zh: (who: string) => `${who} 已同意，但执行被中断，尚未完成`,
    en: (who) => `${who} approved it. Doing it was interrupted and is not finished`,
  },
  goOn: { zh: '继续执行', en: 'Go on' },
  approve: { zh: '同意', en: 'Approve' },
  refuse: { zh: '拒绝', en: 'Refuse' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  back: { zh: '返回', en: 'Back' },
  sure: { zh: '同意后立即执行。', en: 'It is done immediately.' },
  surelyGone: {
    zh: '同意后立即永久删除，任何人都不能恢复。',
    en: 'It is done immediately, and nobody can restore it.',
  },
  done: { zh: '已同意并执行', en: 'Approved and done' },
  refused: { zh: '已拒绝，什么都没有执行', en: 'Refused; nothing was done' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
})

/** Requests that wait for another person, with what the reader may do about each. */
export function WaitingRequests({
  requests,
  actorName,
}: Readonly<{ requests: readonly Request[]; actorName: NameOf }>): ReactNode {
  const { language } = useLanguage()
  const nameOf = (actor: string) => actorText(actor, language, actorName)
  return (
    <ul className="yq-plain-list yq-requests">
      {requests.map((request) => (
        <li key={request.requestId}>
          {isOfApp(request.kind) ? (
            <AppRequest request={request} kind={request.kind} nameOf={nameOf} />
          ) : (
            <WaitingRequest request={request} kind={request.kind} nameOf={nameOf} />
          )}
        </li>
      ))}
    </ul>
  )
}

type Props = Readonly<{
  request: Request
  kind: Exclude<Request['kind'], AppRequestKind>
  nameOf: (actor: string) => string
}>

function WaitingRequest({ request, kind, nameOf }: Props): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const { requestId, reason, own, askedBy, askedAt, waitsUntil, approvedBy } = request
  const close = () => undefined
  const approving = useAct(approveRequest, { tell: () => ({ text: t.done }), close })
  const refusing = useAct(refuseRequest, { tell: () => ({ text: own ? t.withdrawn : t.refused }), close })
  const error = approving.error ?? refusing.error
  const [at, until] = [shortMoment(askedAt, today), shortMoment(waitsUntil, today)]
  const verb = approvedBy === undefined ? t.approve : t.goOn
  return (
    <>
      <RequestRow sentence={sentence()} reason={reason} status={status()}>
        {!own && (
          <Popconfirm
            title={kind === 'erase-member' ? t.surelyGone : t.sure}
            okText={verb}
            okButtonProps={{ danger: kind === 'erase-member' }}
            cancelText={t.back}
            onConfirm={() => approving.run({ requestId })}
          >
            <Button size="small" loading={approving.isBusy}>
              {verb}
            </Button>
          </Popconfirm>
        )}
        {approvedBy === undefined && (
          <Button size="small" loading={refusing.isBusy} onClick={() => refusing.run({ requestId })}>
            {own ? t.withdraw : t.refuse}
          </Button>
        )}
      </RequestRow>
      {error !== null && <Failure error={error} />}
    </>
  )

  function status(): string {
    if (approvedBy !== undefined) return t.interrupted(nameOf(approvedBy))
    return own ? t.own(at, until) : t.asked(nameOf(askedBy), at, until)
  }

  function sentence(): string {
    const { memberId = '', intoMemberId = '', couponId, couponName, couponCode = '', count = 1, amount = '' } = request
    switch (kind) {
      case 'erase-member':
        return t.erase(memberId)
      case 'merge-members':
        return t.merge(memberId, intoMemberId)
      case 'claim-coupons':
        return t.claim(couponId === undefined ? couponCode : t.coupons(count, couponName ?? couponId), memberId)
      case 'raise-issue-approval':
        return t.raise(amount)
      case 'end-template-approval':
        return t.approval
      case 'end-second-person':
        return t.second
    }
  }
}
