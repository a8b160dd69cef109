import { Link } from '@tanstack/react-router'
import type { getCoupon } from '@yaoquan/api'
import { Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { orderParameter } from '../navigation/order-parameter.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { membersOf } from '../terms/members-of-state.ts'

const texts = defineTexts({
  order: { zh: '订单', en: 'Order' },
  redemption: { zh: '核销记录', en: 'Redemption' },
  job: { zh: '任务', en: 'Job' },
})

/** Where an event of a coupon leads: its order, its redemption, the job that did it. */
export function EventLinks({
  event: { before, after, requestId },
}: Readonly<{ event: ResultOf<typeof getCoupon>['timeline'][number] }>): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [was, is] = [membersOf(before), membersOf(after)]
  const order = orderParameter.write(is['order_id'] ?? was['order_id'])
  const redemption = is['redemption_id'] ?? was['redemption_id']
  const isOfJob = requestId !== undefined && jobId.test(requestId)
  return (
    <Flex gap={12}>
      {order !== undefined && (
        <Link to="/members" search={{ order } as never}>
          {t.order}
        </Link>
      )}
      {redemption !== undefined && may('list-redemptions') && (
        <Link to="/redemptions" search={{ open: redemption } as never}>
          {t.redemption}
        </Link>
      )}
      {isOfJob && may('read-jobs') && (
        <Link to="/jobs" search={{ job: requestId } as never}>
          {t.job}
        </Link>
      )}
    </Flex>
  )
}

/** Ids of jobs, which events of their work have in place of a call's. */
const jobId = /^[0-9A-Z]{16}$/
