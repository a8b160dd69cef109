import { type RefObject, useEffect } from 'react'

/** What a scanner gun types while no field has the focus goes into the first empty one of these. */
export function useTypedAnywhere(fields: readonly RefObject<HTMLInputElement | null>[]): void {
  useEffect(() => {
    const onKey = ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent) => {
      const isText = key.length === 1 && !ctrlKey && !metaKey && !altKey
      if (!isText || target !== document.body) return
      fields.find(({ current }) => current?.value === '')?.current?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
