import { Alert, Button, Flex, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Code } from './code.tsx'
import { failureText, LoadError } from './failure-text.ts'

const texts = defineTexts({
  retry: { zh: '重试', en: 'Try again' },
  reload: { zh: '刷新页面', en: 'Reload' },
  requestId: { zh: '请求号', en: 'Request id' },
})

type Props = Readonly<{
  error: unknown
  retry?: (() => void) | undefined
  /** What else is known about it, before the advice. */
  children?: ReactNode
}>

/** Shows an error in place of the content: what happened, what to do, and the request id. */
export function Failure({ error, retry, children }: Props): ReactNode {
  const { language } = useLanguage()
  const t = useTexts(texts)
  const { title, advice, requestId } = failureText(error, language)
  return (
    <Alert
      className="yq-failure"
      type="error"
      showIcon
      title={title}
      description={
        <Flex wrap gap={12} align="center">
          {children}
          {advice !== '' && <span>{advice}</span>}
          {requestId !== undefined && requestId !== '' && (
            <span>
              {t.requestId} <Code text={requestId} />
            </span>
          )}
        </Flex>
      }
      action={
        retry !== undefined && (
          <Flex gap={8}>
            <Button size="small" onClick={retry}>
              {t.retry}
            </Button>
            {error instanceof LoadError && (
              <Button size="small" onClick={() => location.reload()}>
                {t.reload}
              </Button>
            )}
          </Flex>
        )
      }
    />
  )
}

type NotReadProps = Readonly<{
  error: Error | null
  refetch: () => Promise<unknown>
  /** Lines of the skeleton. */
  rows?: number
}>

/** Replaces what is being read by a skeleton, or by the reason of a failure. */
export function NotRead({ error, refetch, rows = 3 }: NotReadProps): ReactNode {
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />
  return <Loading rows={rows} />
}

type LoadingProps = Readonly<{
  /** Lines; by default 3. */
  rows?: number
  /** How long the lines are; by default the last one is shorter. */
  width?: string
  className?: string | undefined
}>

/** Lines in place of what is still being read. */
export function Loading({ rows = 3, width, className }: LoadingProps): ReactNode {
  const paragraph = width === undefined ? { rows } : { rows, width }
  return <Skeleton active title={false} paragraph={paragraph} className={className ?? ''} />
}
