import { Alert, Button, Flex, Form } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import './act-form.css'

const texts = defineTexts({ cancel: { zh: '取消', en: 'Cancel' } })

type Props<V extends object> = Readonly<{
  title: string
  /** What the act does, in one sentence. */
  consequence: ReactNode
  /** The verb on the button. */
  verb: string
  isDanger?: boolean
  isBusy: boolean
  /** Of the last attempt; null if there was none or it succeeded. */
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
  const { title, consequence, verb, isDanger = false, isBusy, error, initialValues, onChange, submit, cancel } = props
  return (
    <Form<V>
      layout="vertical"
      className="yq-act"
      requiredMark={false}
      initialValues={(initialValues ?? {}) as Partial<V>}
      onValuesChange={(_, values) => onChange?.(values)}
      onFinish={submit}
      onKeyDown={({ key }) => key === 'Escape' && cancel()}
    >
      <h3>{title}</h3>
      {props.children}
      <Form.Item>
        <Alert type={isDanger ? 'warning' : 'info'} showIcon title={consequence} />
      </Form.Item>
      {error !== null && (
        <Form.Item>
          <Failure error={error} />
        </Form.Item>
      )}
      <Flex gap={8}>
        <Button type="primary" danger={isDanger} htmlType="submit" loading={isBusy}>
          {verb}
        </Button>
        <Button onClick={cancel} disabled={isBusy}>
          {t.cancel}
        </Button>
      </Flex>
    </Form>
  )
}
