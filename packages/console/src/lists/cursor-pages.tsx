import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useRouter } from '@tanstack/react-router'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import './cursor-pages.css'

const texts = defineTexts({
  first: { zh: '回到第一页', en: 'First page' },
  before: { zh: '上一页', en: 'Previous page' },
  next: { zh: '下一页', en: 'Next page' },
  page: { zh: (page: number) => `第 ${page} 页`, en: (page) => `Page ${page}` },
})

type CursorPagesProps = Readonly<{
  /** What the page comes to, at the left; always visible. */
  sum: ReactNode
  page: number
  /** Absent on the last page. */
  next: string | undefined
  go: (to: Readonly<{ page: number; cursor: string | undefined }>) => void
}>

/** The foot of a list that is read by cursors: page by page, and back by the history of the browser. */
export function CursorPages({ sum, page, next, go }: CursorPagesProps): ReactNode {
  const t = useTexts(texts)
  const { history } = useRouter()
  return (
    <Flex
      className={`yq-cursor-pages${page === 1 && next === undefined ? ' yq-only-page' : ''}`}
      align="center"
      gap={8}
    >
      <span className="yq-cursor-sum" aria-live="polite">
        {sum}
      </span>
      {page > 1 && <Button onClick={() => go({ page: 1, cursor: undefined })}>{t.first}</Button>}
      <Button
        icon={<LeftOutlined />}
        aria-label={t.before}
        disabled={page === 1 || !history.canGoBack()}
        onClick={() => history.back()}
      />
      <span>{t.page(page)}</span>
      <Button
        icon={<RightOutlined />}
        aria-label={t.next}
        disabled={next === undefined}
        onClick={() => go({ page: page + 1, cursor: next })}
      />
    </Flex>
  )
}
