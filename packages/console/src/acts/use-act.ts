import type { RequestOf } from '@yaoquan/api'
import { App } from 'antd'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import type { ResultMethod, ResultOf } from '../server/call-method.ts'
import { useWrite } from '../session/use-server.ts'

const texts = defineTexts({
  alreadyDone: { zh: '这一步此前已经完成，没有再做一次。', en: 'This was done before; it was not done again.' },
})

type Act<M extends ResultMethod> = Readonly<{
  isBusy: boolean
  error: Error | null
  run: (request: RequestOf<M>) => void
}>

type Ending<M extends ResultMethod> = Readonly<{
  /** What to tell after it was done; `isRefused` where the result says that this coupon was not changed. */
  tell: (result: ResultOf<M>) => Readonly<{ text: string; isRefused?: boolean }>
  close: () => void
}>

/** An act of a form: it runs once at a time, tells what came of it, and closes the form. */
export function useAct<M extends ResultMethod>(definition: M, { tell, close }: Ending<M>): Act<M> {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { isPending, error, mutate } = useWrite(definition)
  return {
    isBusy: isPending,
    error,
    run: (request) =>
      mutate(request, {
        onSuccess: (result) => {
          const { text, isRefused = false } = tell(result)
          const isRepeated = (result as Readonly<{ alreadyDone?: boolean }>).alreadyDone === true
          void (isRefused ? message.warning(text) : message.success(isRepeated ? t.alreadyDone : text))
          close()
        },
      }),
  }
}
