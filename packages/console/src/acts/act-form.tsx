import { Alert, Button, Flex, Form } from 'antd'
import { type ReactNode, useRef } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { Loading } from '../parts/loading.tsx'
import { useDropQuestion } from '../parts/use-leave-question.ts'
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
