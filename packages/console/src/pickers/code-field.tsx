import { Form, type FormItemProps } from 'antd'
import { type ReactNode, useRef } from 'react'
import { OnePicker, type OnePickerProps } from './one-picker.tsx'
import { unknownText } from './pick-one.ts'

export type CodeFieldProps = Pick<FormItemProps, 'name' | 'label' | 'initialValue'> &
  Pick<OnePickerProps, 'aria-label' | 'words' | 'entries' | 'error' | 'retry' | 'takesCodes'>

/** A field of a form for one code. What is typed and names nothing stays in the field, and the form is not valid with it. */
export function CodeField({ name, label, initialValue, ...picker }: CodeFieldProps): ReactNode {
  const { words, entries = [] } = picker
  /** A code without a name that was chosen from the list. */
  const chosen = useRef<string>(undefined)
  const problemOf = (code: string | undefined) => {
    const isFree = entries.length === 0 || entries.some((entry) => entry.code === code)
    if (code === undefined || isFree || code === chosen.current) return undefined
    return unknownText(code, entries, words)
  }
  const isKnown = {
    validator(_rule: unknown, code: string | undefined) {
      const problem = problemOf(code)
      return problem === undefined ? Promise.resolve() : Promise.reject(new Error(problem))
    },
  }
  return (
    <Form.Item name={name} label={label} initialValue={initialValue} rules={[isKnown]}>
      <OnePicker
        {...picker}
        choose={(code) => {
          chosen.current = code
        }}
      />
    </Form.Item>
  )
}
