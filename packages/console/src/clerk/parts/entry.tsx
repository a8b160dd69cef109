import type { InputHTMLAttributes, ReactNode, Ref } from 'react'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { Icon } from './icons.tsx'

const texts = defineTexts({
  scan: { zh: (what: string) => `扫${what}`, en: (what) => `Scan: ${what}` },
})

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> &
  Readonly<{
    label: string
    value: string
    change: (value: string) => void
    /** What the value stands for, or what is wrong with it. */
    note?: ReactNode
    /** A button beside the field. */
    beside?: ReactNode
    /** Opens the camera. */
    scan?: (() => void) | undefined
    /** Called for Enter, which a scanner gun types behind a code. */
    enter?: () => void
    ref?: Ref<HTMLInputElement>
  }>

/** A labelled field, large enough for a thumb. */
export function Entry({ label, value, change, note, beside, scan, enter, ref, ...input }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="ck-entry">
      <label>
        <span>{label}</span>
        <input
          maxLength={64}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          {...input}
          ref={ref ?? null}
          value={value}
          onChange={({ target }) => change(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || enter === undefined) return
            event.preventDefault()
            enter()
          }}
        />
      </label>
      {beside}
      {scan !== undefined && (
        <button type="button" className="ck-entry-scan" aria-label={t.scan(label)} onClick={scan}>
          <Icon name="scan" />
        </button>
      )}
      {note !== undefined && <p className="ck-entry-note">{note}</p>}
    </div>
  )
}
