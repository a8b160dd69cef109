import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { Finding } from '../lookup/look-up.ts'
import { recognise } from '../lookup/recognise.ts'
import { findingKinds, findingWords, prepareLookUp, targetOf, useLookUp } from '../lookup/use-look-up.ts'
import { failureText } from '../parts/failure-text.ts'
import { TopDialog } from '../parts/top-dialog.tsx'
import { useMayLeave } from '../parts/use-leave-question.ts'
import { CallError } from '../server/call-error.ts'
import { useSession } from '../session/session-provider.tsx'
import { type PaletteEntry, paletteEntries } from './palette-entries.ts'
import { screens } from './screens.tsx'
import './palette.css'

const texts = defineTexts({
  title: { zh: '查找与跳转', en: 'Find and go to' },
  hint: { zh: '页面、操作，或手机号、卡号、券码、订单号', en: 'A screen, an act, or a phone, card, coupon, order' },
  list: { zh: '可选的项', en: 'Choices' },
  screen: { zh: '页面', en: 'Screen' },
  act: { zh: '操作', en: 'Act' },
  find: { zh: '查找', en: 'Find' },
  lookUp: {
    zh: (typed: string) => `在会员、券、订单中查“${typed}”`,
    en: (typed) => `“${typed}” among members, coupons, orders`,
  },
  busy: { zh: '正在查…', en: 'Looking it up …' },
  nothing: { zh: '没有找到。请核对后再试。', en: 'Nothing found. Check it and try again.' },
  masked: {
    zh: '打码的号码对应很多人，请输入完整号码。',
    en: 'Many people share a masked number. Type the whole one.',
  },
  move: { zh: '选择', en: 'choose' },
  open: { zh: '打开', en: 'open' },
  leave: { zh: '关闭', en: 'close' },
})

type Row = PaletteEntry | Readonly<{ kind: 'found'; finding: Finding }>

/** Opens screens, acts, and what a text names, by keys alone. What is typed may be a phone: it is neither stored nor put into the address. */
export function Palette({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(findingKinds)
  const { language } = useLanguage()
  const { may } = useSession()
  const lookUp = useLookUp()
  const navigate = useNavigate()
  const mayLeave = useMayLeave()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [findings, setFindings] = useState<readonly Finding[]>()
  const [note, setNote] = useState<string>()
  const [place, setPlace] = useState(0)
  /** Number of the look-up whose answer is shown: one that comes after other typing is dropped. */
  const input = useRef(0)
  useEffect(prepareLookUp, [])
  const rows: readonly Row[] =
    findings?.map((finding) => ({ kind: 'found' as const, finding })) ??
    paletteEntries({ typed, language, may, screens })
  const active = Math.min(place, rows.length - 1)

  const go = async (to: string, search: Readonly<Record<string, string>> = {}) => {
    // The question would be below the palette.
    close()
    if (await mayLeave()) await navigate({ to, search: search as never, ignoreBlocker: true })
  }
  const type = (next: string) => {
    input.current += 1
    setTyped(next)
    setFindings(undefined)
    setNote(undefined)
    setPlace(0)
  }
  const find = async () => {
    const recognised = recognise(typed)
    if (recognised.kind !== 'asks') return setNote(recognised.kind === 'masked' ? t.masked : undefined)
    input.current += 1
    const turn = input.current
    setNote(t.busy)
    try {
      const found = await lookUp(recognised.asks)
      if (turn !== input.current) return
      const [only, ...others] = found
      if (only !== undefined && others.length === 0) return void go('/members', targetOf(only))
      setNote(only === undefined ? t.nothing : undefined)
      if (only !== undefined) setFindings(found)
      setPlace(0)
    } catch (error) {
      // The sign-in would be below it.
      if (error instanceof CallError && error.kind === 'signed-out') return close()
      if (turn === input.current) setNote(failureText(error, language).title)
    }
  }
  const choose = (row: Row | undefined) => {
    switch (row?.kind) {
      case 'screen':
        return void go(row.to)
      case 'act':
        return void go(row.to, row.search)
      case 'found':
        return void go('/members', targetOf(row.finding))
      case 'look-up':
        return void find()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter and the arrows of an input method choose its words.
    if (event.nativeEvent.isComposing) return
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (steps !== undefined) setPlace((active + steps + rows.length) % Math.max(1, rows.length))
    else if (event.key === 'Enter') choose(rows[active])
    else return
    event.preventDefault()
  }
  return (
    <TopDialog name={t.title} close={close}>
      <input
        className="yq-palette-input"
        role="combobox"
        aria-label={t.title}
        aria-expanded
        aria-controls={list}
        aria-activedescendant={rows.length === 0 ? undefined : `${list}-${active}`}
        placeholder={t.hint}
        value={typed}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => type(target.value)}
        onKeyDown={onKeyDown}
      />
      {note !== undefined && (
        <p className="yq-palette-note" role="status">
          {note}
        </p>
      )}
      <div id={list} role="listbox" tabIndex={-1} aria-label={t.list} className="yq-palette-list">
        {rows.map((row, index) => (
          <Option
            key={JSON.stringify(row)}
            id={`${list}-${index}`}
            isActive={index === active}
            kind={row.kind === 'found' ? kinds[row.finding.kind] : row.kind === 'look-up' ? t.find : t[row.kind]}
            name={
              row.kind === 'found' ? findingWords(row.finding) : row.kind === 'look-up' ? t.lookUp(typed) : row.name
            }
            jump={row.kind === 'screen' ? row.jump : undefined}
            choose={() => choose(row)}
            point={() => setPlace(index)}
          />
        ))}
      </div>
      <p className="yq-palette-keys" aria-hidden>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t.move}
        </span>
        <span>
          <kbd>Enter</kbd> {t.open}
        </span>
        <span>
          <kbd>Esc</kbd> {t.leave}
        </span>
      </p>
    </TopDialog>
  )
}

type OptionProps = Readonly<{
  id: string
  isActive: boolean
  kind: string
  name: string
  jump: string | undefined
  choose: () => void
  point: () => void
}>

function Option({ id, isActive, kind, name, jump, choose, point }: OptionProps): ReactNode {
  const item = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and handles the keys
    <div
      ref={item}
      id={id}
      role="option"
      tabIndex={-1}
      className="yq-palette-row"
      aria-selected={isActive}
      onClick={choose}
      onPointerMove={point}
    >
      <span className="yq-finding-kind">{kind}</span>
      <span className="yq-palette-name">{name}</span>
      {jump !== undefined && <kbd aria-hidden>g {jump}</kbd>}
    </div>
  )
}
