import { explainCoupon, holdCoupon, redeemCoupon } from '@yaoquan/api'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { Loading } from '../parts/loading.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useRead } from '../session/use-server.ts'
import { Explanations } from './explanations.tsx'

const texts = defineTexts({
  title: { zh: '为什么用不了', en: 'Why it was refused' },
  when: { zh: '按什么时刻判断', en: 'Judged as of' },
  past: { zh: '当时', en: 'Then' },
  now: { zh: '现在再来一次', en: 'If it came now' },
})

type Props = Readonly<{
  /** The `request_id` of the answer of a refused call; undefined: the drawer is closed. */
  requestId: string | undefined
  close: () => void
}>

/** Why a call was refused, by the id of its answer; and whether the same would be refused now. */
export function ExplainDrawer({ requestId, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.title} isOpen={requestId !== undefined} close={close}>
      {requestId !== undefined && <ExplainedCall requestId={requestId} />}
    </SideDrawer>
  )
}

/** Calls that ask for coupons, a shop and a basket, which can be judged again at any time. */
const repeatable: readonly (string | undefined)[] = [redeemCoupon.name, holdCoupon.name]

function ExplainedCall({ requestId }: Readonly<{ requestId: string }>): ReactNode {
  const t = useTexts(texts)
  const [when, setWhen] = useState<'then' | 'now'>('then')
  const then = useRead(explainCoupon, { requestId })
  const now = useRead(explainCoupon, { requestId, isNow: true }, { isEnabled: when === 'now', isFresh: true })
  const { data, error, isError, refetch } = when === 'now' ? now : then
  return (
    <>
      {repeatable.includes(then.data?.call?.method) && (
        <Segmented
          className="yq-when"
          aria-label={t.when}
          options={[
            { value: 'then', label: t.past },
            { value: 'now', label: t.now },
          ]}
          value={when}
          onChange={setWhen}
        />
      )}
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!isError && (data === undefined ? <Loading /> : <Explanations result={data} />)}
    </>
  )
}
