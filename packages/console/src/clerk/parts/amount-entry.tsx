import type { ReactNode, Ref } from 'react'
import { useSettled } from '../../design/use-settled.ts'
import { defineTexts, useTexts } from '../../language/texts.ts'
import { amountIn } from './amount.ts'
import { Entry } from './entry.tsx'

const texts = defineTexts({
  wrong: {
    zh: (typed: string) => `金额“${typed}”不对：只写数字，最多九位整数、两位小数，如 126.50 或 1,264.50`,
    en: (typed) => `“${typed}” is no amount: at most nine digits and two decimals, such as 126.50 or 1,264.50`,
  },
})

type Props = Readonly<{
  label: string
  value: string
  change: (value: string) => void
  enterKeyHint: 'go' | 'search'
  ref?: Ref<HTMLInputElement>
}>

/** The field of an amount. Once the typing pauses it says what is wrong with it. */
export function AmountEntry({ value, ...entry }: Props): ReactNode {
  const t = useTexts(texts)
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
