import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Job } from './job-texts.ts'

const texts = defineTexts({
  short: {
    zh: (needed: number, left: number) => `库存不够：需要 ${needed}，剩余 ${left}`,
    en: (needed, left) => `The stock does not suffice: ${needed} needed, ${left} left`,
  },
  whatThen: {
    zh: (missing: number) => `照此开始，发到用完为止，最后 ${missing} 张会被拒绝。请先在模板里提高库存。`,
    en: (missing) => `Started like this, the last ${missing} are refused. Raise the stock in the template first.`,
  },
  raise: { zh: '去模板提高库存', en: 'To the template' },
})

type Props = Readonly<{
  preview: Job['preview']
  /** Opens the template; left out where the reader is elsewhere. */
  openTemplate?: () => void
}>

/** Warns of a send that needs more than the stock has left. */
export function StockAlert({ preview: { stockNeeded = 0, stockLeft }, openTemplate }: Props): ReactNode {
  const t = useTexts(texts)
  if (stockLeft === undefined || stockNeeded <= stockLeft) return null
  return (
    <Alert
      type="error"
      showIcon
      title={t.short(stockNeeded, stockLeft)}
      description={t.whatThen(stockNeeded - stockLeft)}
      action={
        openTemplate && (
          <Button size="small" onClick={openTemplate}>
            {t.raise}
          </Button>
        )
      }
    />
  )
}
