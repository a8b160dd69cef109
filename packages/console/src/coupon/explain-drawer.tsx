import { explainCoupon } from '@yaoquan/api'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useRead } from '../session/use-server.ts'
import { Explanations } from './explanations.tsx'

const texts = defineTexts({
  title: { zh: '为什么用不了', en: 'Why it was refused' },
})

type Props = Readonly<{
  /** The `request_id` of the answer of a refused call; undefined: the drawer is closed. */
  requestId: string | undefined
  close: () => void
}>

/** Why a call was refused, by the id of its answer. */
export function ExplainDrawer({ requestId, close }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <SideDrawer title={t.title} isOpen={requestId !== undefined} close={close}>
      {requestId !== undefined && <ExplainedCall requestId={requestId} />}
    </SideDrawer>
  )
}

function ExplainedCall({ requestId }: Readonly<{ requestId: string }>): ReactNode {
  const { data, error, isError, refetch } = useRead(explainCoupon, { requestId })
  if (isError) return <Failure error={error} retry={() => void refetch()} />
  return data === undefined ? <Skeleton active /> : <Explanations result={data} />
}
