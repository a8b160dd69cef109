import { type ReactNode, useLayoutEffect, useRef } from 'react'
import './top-dialog.css'

type Props = Readonly<{
  name: string
  /** Whether it is as high as the page and at its beginning, as a drawer is. */
  isAtStart?: boolean
  close: () => void
  children: ReactNode
}>

/** A dialog above everything, drawers included. Escape and a click beside it close it. However it closes, the former element has the focus again. */
export function TopDialog({ name, isAtStart = false, close, children }: Props): ReactNode {
  const place = useRef<HTMLDialogElement>(null)
  // Closed, and not only removed: a question that follows then knows the former element too.
  useLayoutEffect(() => {
    const dialog = place.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={place}
      className={isAtStart ? 'yq-top-dialog yq-at-start' : 'yq-top-dialog'}
      aria-label={name}
      onClose={close}
      // A drawer below it would take Escape for its own.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onPointerDown={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      {children}
    </dialog>
  )
}
