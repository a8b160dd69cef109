import { type InputHTMLAttributes, type ReactNode, type Ref, type RefObject, useEffect } from 'react'
import { useSettled } from '../../design/use-settled.ts'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { Icon } from './icons.tsx'
import { amountIn } from './typed.ts'

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

const amountEntryTexts = defineTexts({
  wrong: {
    zh: (typed: string) => `金额“${typed}”不对：只写数字，最多九位整数、两位小数，如 126.50 或 1,264.50`,
    en: (typed) => `“${typed}” is no amount: at most nine digits and two decimals, such as 126.50 or 1,264.50`,
  },
})

type AmountEntryProps = Readonly<{
  label: string
  value: string
  change: (value: string) => void
  enterKeyHint: 'go' | 'search'
  ref?: Ref<HTMLInputElement>
}>

/** The field of an amount. Once the typing pauses it says what is wrong with it. */
export function AmountEntry({ value, ...entry }: AmountEntryProps): ReactNode {
  const t = useTexts(amountEntryTexts)
  const isWrong = useSettled(value, pauseMs) === value && value.trim() !== '' && amountIn(value) === undefined
  return (
    <Entry
      {...entry}
      value={value}
      className="ck-amount"
      inputMode="decimal"
      placeholder="0.00"
      aria-invalid={isWrong}
      note={
        isWrong ? (
          <span role="alert" className="ck-bad">
            {t.wrong(value)}
          </span>
        ) : undefined
      }
    />
  )
}

const pauseMs = 400

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
