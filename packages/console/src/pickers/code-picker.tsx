import { Flex, Select } from 'antd'
import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type ReactNode, useMemo, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { ChoiceRow, PickedLabel } from './choice-row.tsx'
import { type Choice, choicesOf, namedBy, type Pickable, type PickableGroup, placesOf } from './pick-choices.ts'
import { Recognised, useUnreadNote } from './pick-item.tsx'
import type { PickTexts } from './pick-texts.ts'
import { PickedTable } from './picked-table.tsx'
import { hasSeparator, isDoubtful, isList, type ReadCodes, readCodes, withDoubts } from './read-codes.ts'
import './code-picker.css'

const texts = defineTexts({
  all: { zh: '查看全部', en: 'Show all' },
  fewer: { zh: '收起', en: 'Show fewer' },
  clear: { zh: '全部移除', en: 'Remove all' },
  more: { zh: (count: number) => `还有 ${count} 个`, en: (count) => `${count} more` },
})

/** What a field of a form gets from the form, and what is left to say of it. */
export type PickerProps = Readonly<{
  id?: string
  value?: readonly string[] | undefined
  onChange?: (codes: readonly string[]) => void
  /** Whether all that is picked is shown at once. */
  showsAll?: boolean
}>

type CodePickerProps = PickerProps &
  Readonly<{
    words: PickTexts
    /** Undefined while they load, and where they could not be read. */
    entries: readonly Pickable[] | undefined
    /** Why they could not be read. */
    error: Error | null
    retry: () => void
    groups?: readonly PickableGroup[]
    /** Whether a code that is in no list of names may be added, on demand. */
    takesCodes?: boolean
  }>

/**
 * A field of codes, which are found by code, name or place, pasted as a list, or picked place by place. Its value is the codes; codes without a
 * name are marked. Such codes are added where the seller has no names at all, otherwise on demand where the field takes them, and never without
 * asking while names cannot be read, when a pasted name would be stored as a code.
 */
export function CodePicker({
  id,
  value,
  onChange,
  words,
  entries,
  error,
  retry,
  groups,
  takesCodes = false,
  showsAll = false,
}: CodePickerProps): ReactNode {
  const t = useTexts(texts)
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [isUnfolded, setUnfolded] = useState(showsAll)
  const [read, setRead] = useState<ReadCodes>()
  const noteUnread = useUnreadNote()
  const hasFailed = entries === undefined && error !== null
  const hasNoNames = entries?.length === 0
  const takesNew = takesCodes || hasNoNames
  const picked = useMemo(() => value ?? [], [value])
  const known = useMemo(() => new Map(entries?.map((entry) => [entry.code, entry])), [entries])
  const places = useMemo(() => placesOf(entries ?? []), [entries])
  const choices = useMemo(() => {
    const sought = { typed, entries: entries ?? [], groups: groups ?? [], places }
    return choicesOf({ ...sought, picked: new Set(picked), takesCodes: takesNew })
  }, [typed, entries, groups, places, picked, takesNew])
  const options = useMemo(() => choices.map((choice) => ({ value: optionValue(choice), choice })), [choices])
  const change = (codes: readonly string[]) => onChange?.([...new Set(codes)])
  const note = (next: ReadCodes | undefined) => {
    noteUnread(next !== undefined && isDoubtful(next))
    setRead(next)
  }
  const pick = (chosen: readonly string[]) => {
    change(
      chosen.flatMap((one) => (one.startsWith(placeMark) ? (places.get(one.slice(placeMark.length)) ?? []) : [one])),
    )
    setTyped('')
    // What was not recognised is still to be settled.
    const rest = read && { ...read, unknown: read.unknown.filter((one) => !chosen.includes(one)) }
    note(rest && isDoubtful(rest) ? rest : undefined)
    // A single pick leaves the list open for the next; how many a whole place came to is below the field.
    if (chosen.some((one) => one.startsWith(placeMark))) setOpen(false)
  }
  const take = (text: string) => {
    const found = readCodes(text, entries ?? [], groups)
    const taken = hasNoNames ? { ...found, codes: [...found.codes, ...found.unknown], unknown: [] } : found
    const sum = withDoubts(taken, read)
    // The field itself shows a single one.
    note(isDoubtful(sum) || sum.codes.length > 1 ? sum : undefined)
    change([...picked, ...taken.codes])
    setTyped('')
    // What came of the list is below the field.
    setOpen(false)
  }
  /** What was typed and not confirmed is read like a pasted list, or is the only entry that it finds; but not when only the window loses the focus. */
  const leave = ({ target }: FocusEvent) => {
    if (typed.trim() === '' || document.activeElement === target) return
    const isClear = typed.trim().startsWith('@') || !isDoubtful(readCodes(typed, entries ?? [], groups))
    const named = isClear ? undefined : namedBy(typed, entries ?? [])
    take(named?.kind === 'one' ? named.code : typed)
  }
  const search = (text: string) => (hasSeparator(text) ? take(text) : setTyped(text))
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!isList(text, entries ?? [])) return
    event.preventDefault()
    take(text)
  }
  const keepEscape = (event: KeyboardEvent) => {
    // It closes the list, and not the form or drawer that the field is in.
    if (event.key === 'Escape' && isOpen) event.stopPropagation()
  }
  const moveOn = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !isOpen) return
    // The list would take Tab for Enter and keep the focus.
    event.stopPropagation()
    setOpen(false)
  }
  const isMany = picked.length > shownTags
  return (
    <div className="yq-pick">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field within takes the keys and what is pasted. */}
      <div className="yq-pick-field" onPasteCapture={paste} onKeyDownCapture={moveOn} onKeyDown={keepEscape}>
        <Select<string[], (typeof options)[number]>
          {...(id === undefined ? {} : { id })}
          mode="multiple"
          value={[...picked]}
          open={isOpen}
          onOpenChange={setOpen}
          placeholder={words.hint}
          allowClear={false}
          // Before the names are there, a name that is typed or pasted would be taken for a code.
          disabled={entries === undefined && !hasFailed}
          loading={entries === undefined && !hasFailed}
          showSearch={{ searchValue: typed, onSearch: search, filterOption: false }}
          options={options}
          optionRender={({ data }) => <ChoiceRow choice={data.choice} words={words} />}
          labelRender={({ value: code }) => (
            <PickedLabel
              code={String(code)}
              entry={known.get(String(code))}
              groups={groups}
              isMarked={known.size > 0}
              words={words}
            />
          )}
          maxTagCount={shownTags}
          maxTagPlaceholder={(others) => t.more(others.length)}
          notFoundContent={null}
          onChange={pick}
          onBlur={leave}
        />
      </div>
      {hasFailed && <Failure error={error} retry={retry} />}
      {read !== undefined && (
        <Recognised
          read={read}
          words={words}
          add={
            takesNew &&
            ((codes) => {
              note(undefined)
              change([...picked, ...codes])
            })
          }
          close={() => {
            note(undefined)
            // The form checks a field when its value changes.
            change(picked)
          }}
        />
      )}
      {(isMany || showsAll) && picked.length > 0 && (
        <Flex gap={12} align="center" wrap className="yq-pick-sum">
          <span className="yq-number">{words.count(picked.length)}</span>
          <LinkButton isInline text={isUnfolded ? t.fewer : t.all} act={() => setUnfolded(!isUnfolded)} />
          <LinkButton isInline text={t.clear} act={() => pick([])} />
        </Flex>
      )}
      {isUnfolded && picked.length > 0 && (
        <PickedTable
          codes={picked}
          entryOf={(code) => known.get(code)}
          words={words}
          remove={(code) => change(picked.filter((one) => one !== code))}
        />
      )}
    </div>
  )
}

/** Tags in the field; all others are in the table. */
const shownTags = 12

/** Begins the value of a place. No code has a control character. */
const placeMark = '\u0001'

function optionValue(choice: Choice): string {
  switch (choice.kind) {
    case 'entry':
      return choice.entry.code
    case 'group':
      return `@${choice.group.name}`
    case 'place':
      return placeMark + choice.place
    case 'code':
      return choice.code
  }
}
