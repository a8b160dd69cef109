import { Form, type FormItemProps } from 'antd'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useTexts } from '../language/texts.ts'
import { useSession } from '../session/session-provider.tsx'
import { OnePicker, type OnePickerProps } from './one-picker.tsx'
import { unknownText } from './pick-choices.ts'
import { categoryPickTexts, shopPickTexts } from './pick-texts.ts'
import { usePickableCategories, usePickableShops } from './use-pickable.ts'

type CodeFieldProps = Pick<FormItemProps, 'name' | 'label' | 'initialValue'> &
  Pick<OnePickerProps, 'aria-label' | 'words' | 'entries' | 'error' | 'retry' | 'takesCodes'>

/** A field of a form for one code. What is typed and names nothing stays in the field, and the form is not valid with it. */
function CodeField({ name, label, initialValue, ...picker }: CodeFieldProps): ReactNode {
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

/** The category of goods on a line, found by code, name or the name of the category above. Tills may know codes that have no name yet. */
export function CategoryField(props: Pick<CodeFieldProps, 'name' | 'label' | 'aria-label'>): ReactNode {
  const words = useTexts(categoryPickTexts)
  return <CodeField {...props} {...usePickableCategories()} words={words} takesCodes />
}

/** The shop where something happens, found by code, name, city or group. The server refuses others too. */
export function ShopField(props: Pick<CodeFieldProps, 'name' | 'label'>): ReactNode {
  const words = useTexts(shopPickTexts)
  const { shops: own = [] } = useSession().seller
  const initialValue = own.length === 1 ? own[0] : undefined
  return <CodeField {...props} {...usePickableShops()} initialValue={initialValue} words={words} />
}

type CodeCheck = Readonly<{
  /** What is wrong with a value of the picker; undefined for a code of the list, or one that was chosen from the list. */
  problemOf: (code: string | undefined) => string | undefined
  choose: (code: string) => void
}>

/** What a picker of one code may have as its value: it has the typed text where that means nothing, or several. */
function useCodeCheck({ entries = [], words }: Pick<OnePickerProps, 'entries' | 'words'>): CodeCheck {
  /** A code without a name. */
  const chosen = useRef<string>(undefined)
  return {
    problemOf(code) {
      const isFree = entries.length === 0 || entries.some((entry) => entry.code === code)
      return code === undefined || isFree || code === chosen.current ? undefined : unknownText(code, entries, words)
    },
    choose(code) {
      chosen.current = code
    },
  }
}

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
