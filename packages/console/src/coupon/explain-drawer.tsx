import { explainCoupon } from '@yaoquan/api'
import { Drawer, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { useRead } from '../session/use-server.ts'
import { Explanations } from './explanations.tsx'

const texts = defineTexts({
  title: { zh: '为什么用不了', en: 'Why it was refused' },
  close: { zh: '关闭', en: 'Close' },
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
    <Drawer
      open={requestId !== undefined}
      onClose={close}
      size={600}
      title={t.title}
      closable={{ 'aria-label': t.close }}
      destroyOnHidden
    >
      {requestId !== undefined && <ExplainedCall requestId={requestId} />}
    </Drawer>
  )
}

function ExplainedCall({ requestId }: Readonly<{ requestId: string }>): ReactNode {
  const { data, error, isError, refetch } = useRead(explainCoupon, { requestId })
  if (isError) return <Failure error={error} retry={() => void refetch()} />
  return data === undefined ? <Skeleton active /> : <Explanations result={data} />
}
