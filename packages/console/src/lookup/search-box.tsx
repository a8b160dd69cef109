import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button, Flex, type InputRef, Popover } from 'antd'
// Alone: `Input` brings the fields for passwords, codes and long texts too.
import Search from 'antd/es/input/Search'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { useSession } from '../session/session-provider.tsx'
import type { Finding } from './look-up.ts'
import { type NewNumber, newNumberIn, recognise } from './recognise.ts'
import { findingKinds, findingWords, prepareLookUp, targetOf, useLookUp } from './use-look-up.ts'
import './search-box.css'

const RegisterMember = lazyPart(async () => (await import('../member-forms/register-member.tsx')).RegisterMember)

const texts = defineTexts({
  search: { zh: '查找会员、券、订单', en: 'Find a member, coupon or order' },
  hint: {
    zh: '手机号、卡号、券码、订单号、核销号、请求号',
    en: 'Phone, card, coupon, order, redemption, request',
  },
  nothing: { zh: '没有找到。请核对后再试。', en: 'Nothing found. Check it and try again.' },
  register: { zh: '登记会员', en: 'Register a member' },
  masked: {
    zh: '打码的号码对应很多人，请输入完整号码。',
    en: 'Many people share a masked number. Type the whole one.',
  },
})

/** `newNumber`: what was looked for, where it may be a number of a member that is not registered. */
type Note = Readonly<{ kind: 'note'; text: string; newNumber?: NewNumber | undefined }>
type Found = Readonly<{ kind: 'found'; findings: readonly Finding[] }>

/**
 * The one search box. What was typed is not kept in the address, since it may be a phone: the address names the member by
 * its id.
 */
export function SearchBox(): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const lookUp = useLookUp()
  const navigate = useNavigate()
  const router = useRouter()
  const input = useRef<InputRef>(null)
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Note | Found>()
  const [registering, setRegistering] = useState<NewNumber>()
  useSlashKey(() => input.current?.focus({ cursor: 'all' }))

  const show = (target: Readonly<Record<string, string>>) => {
    setOutcome(undefined)
    setText('')
    input.current?.blur()
    void navigate({ to: '/members', search: target as never })
  }
  const open = (finding: Finding) => show(targetOf(finding))
  const register = (number: NewNumber) => {
    setOutcome(undefined)
    setRegistering(number)
  }
  const search = async () => {
    const recognised = recognise(text)
    if (recognised.kind !== 'asks') {
      if (recognised.kind === 'masked') setOutcome({ kind: 'note', text: t.masked })
      return
    }
    setBusy(true)
    try {
      const findings = await lookUp(recognised.asks)
      const [only, ...others] = findings
      if (only === undefined) {
        const newNumber = may('save-members') ? newNumberIn(recognised.asks) : undefined
        return setOutcome({ kind: 'note', text: t.nothing, newNumber })
      }
      if (others.length === 0) return open(only)
      setOutcome({ kind: 'found', findings })
    } catch (error) {
      setOutcome({ kind: 'note', text: failureText(error, language).title })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Popover
        open={outcome !== undefined}
        trigger={[]}
        placement="bottomLeft"
        arrow={false}
        content={<Outcomes outcome={outcome} open={open} register={register} close={() => setOutcome(undefined)} />}
      >
        <Search
          ref={input}
          className="yq-search"
          value={text}
          aria-label={t.search}
          placeholder={t.hint}
          loading={isBusy}
          maxLength={64}
          suffix={<kbd aria-hidden>/</kbd>}
          autoComplete="off"
          onChange={({ target }) => {
            setText(target.value)
            setOutcome(undefined)
          }}
          // While something is typed the desk loads, which most searches open.
          onFocus={() => {
            prepareLookUp()
            void router.preloadRoute({ to: '/members' })
          }}
          onKeyDown={({ key }) => key === 'Escape' && setOutcome(undefined)}
          onSearch={() => void search()}
        />
      </Popover>
      {registering !== undefined && (
        <RegisterMember
          number={registering}
          close={() => setRegistering(undefined)}
          registered={(memberId) => show({ member: memberId })}
        />
      )}
    </>
  )
}

type OutcomesProps = Readonly<{
  outcome: Note | Found | undefined
  open: (finding: Finding) => void
  register: (number: NewNumber) => void
  close: () => void
}>

/** What was found where it is more than one thing, or why nothing was. */
function Outcomes({ outcome, open, register, close }: OutcomesProps): ReactNode {
  const t = useTexts(texts)
  const kinds = useTexts(findingKinds)
  if (outcome?.kind !== 'found') {
    const { text = '', newNumber }: Partial<Note> = outcome ?? {}
    return (
      <Flex gap={12} align="center" className="yq-search-note">
        <span role="alert">{text}</span>
        {newNumber !== undefined && <Button onClick={() => register(newNumber)}>{t.register}</Button>}
      </Flex>
    )
  }
  return (
    <ul className="yq-findings">
      {outcome.findings.map((finding, index) => (
        <li key={JSON.stringify(finding)}>
          <button
            type="button"
            // The next key chooses, without a way to the list.
            ref={(button) => void (index === 0 && button?.focus())}
            onClick={() => open(finding)}
            onKeyDown={(event) => moveOrClose(event, close)}
          >
            <span className="yq-finding-kind">{kinds[finding.kind]}</span>
            {findingWords(finding)}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Arrows go through the list; Escape closes it. */
function moveOrClose({ key, currentTarget }: KeyboardEvent<HTMLButtonElement>, close: () => void): void {
  if (key === 'Escape') close()
  const item = currentTarget.parentElement
  const next = key === 'ArrowDown' ? item?.nextElementSibling : key === 'ArrowUp' ? item?.previousElementSibling : null
  next?.querySelector('button')?.focus()
}

/** The key `/` focuses the box, unless something is being typed. */
function useSlashKey(focus: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, select, [role=textbox]')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
