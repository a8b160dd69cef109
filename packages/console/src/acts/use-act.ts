import type { RequestOf } from '@yaoquan/api'
import { App } from 'antd'
import { useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultMethod, ResultOf } from '../server/call-method.ts'
import { useWrite } from '../session/use-server.ts'
import { newRequestNumber } from './request-number.ts'

type Unnumbered<Request> = Request extends object ? Omit<Request, 'outRequestNo'> : never

type Act<M extends ResultMethod> = Readonly<{
  isBusy: boolean
  error: Error | null
  /** Closes the form, and the act is not done. */
  cancel: () => void
  /** Runs it, with the request number of the form if the method takes one. */
  run: (request: Unnumbered<RequestOf<M>>) => void
}>

type Ending<M extends ResultMethod> = Readonly<{
  /** What to tell after it was done; `isRefused` where the result says that this coupon was not changed. */
  tell: (result: ResultOf<M>) => Readonly<{ text: string; isRefused?: boolean }>
  /** Closes the form, unless it was closed meanwhile; without a result where the act was cancelled. */
  close: (result?: ResultOf<M>) => void
  /** What else follows from it, even if the form was closed meanwhile. */
  written?: () => void
}>

/** An act of a form or a button: it runs once at a time, tells what came of it, and closes the form. */
export function useAct<M extends ResultMethod>(definition: M, { tell, close, written }: Ending<M>): Act<M> {
  const t = useTexts(repeatTexts)
  const { message } = App.useApp()
  const [outRequestNo, setNumber] = useState(newRequestNumber)
  const number = 'outRequestNo' in definition.request ? { outRequestNo } : {}
  const { isPending, error, mutate } = useWrite(definition, {
    written(result) {
      const { text, isRefused = false } = tell(result)
      const isRepeated = (result as Readonly<{ alreadyDone?: boolean }>).alreadyDone === true
      void (isRefused ? message.warning(text) : message.success(isRepeated ? t.alreadyDone : text))
      written?.()
    },
  })
  const run = (request: Unnumbered<RequestOf<M>>) =>
    mutate({ ...request, ...number } as RequestOf<M>, {
      onSuccess(result) {
        // What it does next, such as another pause of the same job, is another act.
        setNumber(newRequestNumber())
        close(result)
      },
    })
  return { isBusy: isPending, error, cancel: () => close(), run }
}

/** Texts for an act that the server had done before. */
export const repeatTexts = defineTexts({
  alreadyDone: { zh: '这一步此前已经完成，没有再做一次。', en: 'This was done before; it was not done again.' },
})
