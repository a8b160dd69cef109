import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { Icon } from './icons.tsx'
import './sheet.css'

const texts = defineTexts({ close: { zh: '关闭', en: 'Close' } })

type Props = Readonly<{ title: string; close: () => void; children: ReactNode }>

/** A sheet over the task. Escape and the Back gesture of phones close it. */
export function Sheet({ title, close, children }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <dialog ref={showModal} className="ck-sheet" aria-label={title} onClose={close}>
      <div className="ck-sheet-head">
        <h2>{title}</h2>
        <button type="button" className="ck-icon-button" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  )
}

/** Opens a dialog over the page when it is first there. */
export function showModal(dialog: HTMLDialogElement | null): void {
  if (dialog?.open === false) dialog.showModal()
}
