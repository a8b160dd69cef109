import { Form, type FormItemProps } from 'antd'
import type { ReactNode } from 'react'
import { OnePicker, type OnePickerProps } from './one-picker.tsx'
import { useCodeCheck } from './use-code-check.ts'

export type CodeFieldProps = Pick<FormItemProps, 'name' | 'label' | 'initialValue'> &
  Pick<OnePickerProps, 'aria-label' | 'words' | 'entries' | 'error' | 'retry' | 'takesCodes'>

/** A field of a form for one code. What is typed and names nothing stays in the field, and the form is not valid with it. */
export function CodeField({ name, label, initialValue, ...picker }: CodeFieldProps): ReactNode {
  const { problemOf, choose } = useCodeCheck(picker)
  const isKnown = {
    validator(_rule: unknown, code: string | undefined) {
      const problem = problemOf(code)
      return problem === undefined ? Promise.resolve() : Promise.reject(new Error(problem))
    },
  }
  return (
    <Form.Item name={name} label={label} initialValue={initialValue} rules={[isKnown]}>
      <OnePicker {...picker} choose={choose} />
    </Form.Item>
  )
}
