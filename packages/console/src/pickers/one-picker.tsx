import { Flex, Select } from 'antd'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { Failure } from '../parts/failure.tsx'
import { ChoiceRow, PickedLabel } from './choice-row.tsx'
import { namedBy, oneChoicesOf, type Pickable } from './pick-choices.ts'
import type { PickTexts } from './pick-texts.ts'
import './code-picker.css'

export type OnePickerProps = Readonly<{
  id?: string
  value?: string | undefined
  onChange?: (code: string | undefined) => void
  'aria-label'?: string
  /** The item of the form sets them while the value is refused. */
  'aria-invalid'?: 'true'
  'aria-describedby'?: string
  words: PickTexts
  /** Undefined while they load, and where they could not be read. */
  entries: readonly Pickable[] | undefined
  /** Why they could not be read. */
  error: Error | null
  retry: () => void
  /** Whether a code without a name may be chosen from the list. */
  takesCodes?: boolean
  /** Called with each code that is chosen from the list. */
  choose?: (code: string) => void
}>

/**
 * A field of one code, which is found by code, name, place or group. Enter, Tab and leaving the field take what the typed text means; a text
 * that means nothing, or several, becomes the value as it is, for the form to refuse. Where nothing has a name, every text is a code.
 */
export function OnePicker(props: OnePickerProps): ReactNode {
  const { id, value, onChange, words, entries, error, retry, takesCodes = false, choose } = props
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  /** The option that the arrow keys are on; the pointer may be on another one. */
  const active = useRef<string>(undefined)
  const hasMoved = useRef(false)
  const hasFailed = entries === undefined && error !== null
  const known = useMemo(() => new Map(entries?.map((entry) => [entry.code, entry])), [entries])
  const options = useMemo(() => {
    return oneChoicesOf(typed, entries ?? [], takesCodes).map((choice) => {
      return { value: choice.kind === 'entry' ? choice.entry.code : choice.code, choice }
    })
  }, [typed, entries, takesCodes])
  const change = (code: string | undefined) => {
    onChange?.(code)
    setTyped('')
    setOpen(false)
  }
  const pick = (code: string) => {
    choose?.(code)
    change(code)
  }
  const settle = () => {
    const named = namedBy(typed, entries ?? [])
    change(named.kind === 'one' ? named.code : typed.trim())
  }
  const search = (text: string) => {
    hasMoved.current = false
    setTyped(text)
  }
  const press = (event: KeyboardEvent) => {
    const { key, nativeEvent } = event
    if (nativeEvent.isComposing) return
    if (key === 'ArrowDown' || key === 'ArrowUp') hasMoved.current = isOpen
    const isTyped = typed.trim() !== ''
    if (key === 'Tab') {
      // The list would take Tab for Enter and keep the focus.
      event.stopPropagation()
      if (isOpen && hasMoved.current && active.current !== undefined) pick(active.current)
      else if (isTyped) settle()
      setOpen(false)
    } else if (key === 'Enter' && isTyped && !hasMoved.current) {
      event.preventDefault()
      event.stopPropagation()
      // The list shows the several that a text may mean.
      if (namedBy(typed, entries ?? []).kind !== 'several') settle()
    }
  }
  /** Not when only the window loses the focus. */
  const leave = ({ target }: FocusEvent) => {
    if (typed.trim() !== '' && document.activeElement !== target) settle()
  }
  const keepEscape = (event: KeyboardEvent) => {
    // It closes the list, and not the form or drawer that the field is in.
    if (event.key === 'Escape' && isOpen) event.stopPropagation()
  }
  return (
    <div className="yq-pick">
      <Flex vertical onKeyDownCapture={press} onKeyDown={keepEscape}>
        <Select<string, (typeof options)[number]>
          {...(id === undefined ? {} : { id })}
          aria-label={props['aria-label']}
          aria-invalid={props['aria-invalid']}
          aria-describedby={props['aria-describedby']}
          value={value ?? null}
          open={isOpen}
          onOpenChange={setOpen}
          placeholder={words.hintOne}
          allowClear
          // Before the names are there, a name that is typed would be taken for a code.
          disabled={entries === undefined && !hasFailed}
          loading={entries === undefined && !hasFailed}
          showSearch={{ searchValue: typed, onSearch: search, filterOption: false }}
          defaultActiveFirstOption={false}
          options={options}
          optionRender={({ data }) => <ChoiceRow choice={data.choice} words={words} />}
          labelRender={({ value: code }) => (
            <PickedLabel
              code={String(code)}
              entry={known.get(String(code))}
              groups={undefined}
              // What is not taken is refused in words.
              isMarked={takesCodes && known.size > 0}
              words={words}
            />
          )}
          popupMatchSelectWidth={false}
          notFoundContent={null}
          onActive={(code) => {
            active.current = code === null || code === undefined ? undefined : String(code)
          }}
          // Also where the text was the value before, and was refused.
          onSelect={pick}
          onClear={() => change(undefined)}
          onBlur={leave}
        />
      </Flex>
      {hasFailed && <Failure error={error} retry={retry} />}
    </div>
  )
}
