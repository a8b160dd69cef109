import { type ReactNode, useId, useState } from 'react'
import { OnePicker, type OnePickerProps } from './one-picker.tsx'
import { useCodeCheck } from './use-code-check.ts'

/** A field of one code outside of forms. What is typed and names nothing, or several, stays in the field with what is wrong, and is no value. */
export function CheckedPicker({ value, onChange, ...picker }: OnePickerProps): ReactNode {
  const { problemOf, choose } = useCodeCheck(picker)
  const [refused, setRefused] = useState<string>()
  const problem = problemOf(refused)
  const problemId = useId()
  return (
    <>
      <OnePicker
        {...picker}
        {...(problem === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': problemId })}
        value={refused ?? value}
        choose={choose}
        onChange={(code) => {
          const isRefused = problemOf(code) !== undefined
          setRefused(isRefused ? code : undefined)
          onChange?.(isRefused ? undefined : code)
        }}
      />
      {problem !== undefined && (
        <span id={problemId} className="yq-pick-problem" role="alert">
          {problem}
        </span>
      )}
    </>
  )
}
