import type { RequestOf } from '@yaoquan/api'
import { Alert, App, Button, Flex, Form } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { useDropQuestion } from '../parts/use-leave-question.ts'
import type { ResultMethod, ResultOf } from '../server/call-method.ts'
import { useWrite } from '../session/use-server.ts'
import { newRequestNumber } from './request-number.ts'
import './act-form.css'

const texts = defineTexts({
  cancel: { zh: '取消', en: 'Cancel' },
  asking: { zh: '正在向服务器核对结果', en: 'Asking the server what this will do' },
})

type Props<V extends object> = Readonly<{
  title: string
  /** What the act does, in one sentence; undefined until the server has answered. */
  consequence: ReactNode
  /** Why it cannot be done, in place of the sentence. */
  refusal?: ReactNode
  /** Whether it cannot be done now. */
  isBlocked?: boolean
  /** The verb on the button. */
  verb: string
  isDanger?: boolean
  isBusy: boolean
  /** Error of the last attempt; null if there was none or it succeeded. */
  error: Error | null
  initialValues?: Partial<V>
  onChange?: (values: V) => void
  submit: (values: V) => void
  cancel: () => void
  children?: ReactNode
}>

/** The form of an act, in place of the buttons: its fields, what it will do, and the verb. */
export function ActForm<V extends object>(props: Props<V>): ReactNode {
  const t = useTexts(texts)
  const { title, consequence, refusal, verb, isDanger = false, isBusy, isBlocked = false, error } = props
  const { initialValues, onChange, submit, cancel } = props
  const isTyped = useRef(false)
  useDropQuestion(() => isTyped.current)
  return (
    <Form<V>
      layout="vertical"
      className="yq-act"
      requiredMark={false}
      initialValues={(initialValues ?? {}) as Partial<V>}
      onValuesChange={(_, values) => {
        isTyped.current = true
        onChange?.(values)
      }}
      onFinish={submit}
      onKeyDown={({ key }) => key === 'Escape' && cancel()}
    >
      <h3>{title}</h3>
      {props.children}
      <Form.Item>
        {refusal || (
          <Alert
            type={isDanger ? 'warning' : 'info'}
            showIcon
            title={
              consequence ?? (
                <output className="yq-act-asking" aria-label={t.asking}>
                  <Loading rows={1} width="80%" />
                </output>
              )
            }
          />
        )}
      </Form.Item>
      {error !== null && (
        <Form.Item>
          <Failure error={error} />
        </Form.Item>
      )}
      <Flex gap={8}>
        <Button type="primary" danger={isDanger} htmlType="submit" loading={isBusy} disabled={isBlocked}>
          {verb}
        </Button>
        <Button onClick={cancel} disabled={isBusy}>
          {t.cancel}
        </Button>
      </Flex>
    </Form>
  )
}

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
