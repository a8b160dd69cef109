import { App } from 'antd'
import type { MouseEvent, ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import './code.css'

const texts = defineTexts({
  copy: { zh: '点击复制', en: 'Click to copy' },
  copied: { zh: (text: string) => `已复制 ${text}`, en: (text) => `Copied ${text}` },
  notCopied: { zh: '浏览器不允许复制', en: 'The browser does not allow copying' },
})

/** A code or number in the monospaced face, copied by a click. */
export function Code({ text }: Readonly<{ text: string }>): ReactNode {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const copy = async (event: MouseEvent) => {
    event.stopPropagation()
    try {
      await navigator.clipboard.writeText(text)
      message.success(t.copied(text))
    } catch {
      message.warning(t.notCopied)
    }
  }
  return (
    <button type="button" className="yq-code" title={t.copy} onClick={(event) => void copy(event)}>
      {text}
    </button>
  )
}
