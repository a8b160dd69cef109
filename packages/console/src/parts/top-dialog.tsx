import { type ReactNode, useEffect, useRef } from 'react'
import './top-dialog.css'

type Props = Readonly<{ name: string; close: () => void; children: ReactNode }>

/** A dialog above everything, drawers included. Escape and a click beside it close it; then the former element has the focus again. */
export function TopDialog({ name, close, children }: Props): ReactNode {
  const place = useRef<HTMLDialogElement>(null)
  useEffect(() => place.current?.showModal(), [])
  return (
    <dialog
      ref={place}
      className="yq-top-dialog"
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
