import { Flex, Form, type FormItemProps } from 'antd'
import { createContext, type ReactNode, type RefObject, useContext, useRef } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { LinkButton } from '../parts/link-button.tsx'
import { isCode } from './pick-choices.ts'
import type { PickTexts } from './pick-texts.ts'
import { isDoubtful, type ReadCodes } from './read-codes.ts'

const texts = defineTexts({
  unread: {
    zh: '还有没认出的内容：请更正，或点“知道了”略过。',
    en: 'Some of it was not recognised: correct it, or dismiss it.',
  },
})

const UnreadContext = createContext<RefObject<boolean> | undefined>(undefined)

/** An item of a form with a picker in it, which is not valid while the picker shows something that it did not recognise. */
export function PickItem({ children, rules = [], ...item }: FormItemProps & { children: ReactNode }): ReactNode {
  const t = useTexts(texts)
  const hasUnread = useRef(false)
  const isRead = {
    // The picker says it at once by itself.
    validateTrigger: 'onSubmit',
    validator: () => (hasUnread.current ? Promise.reject(new Error(t.unread)) : Promise.resolve()),
  }
  return (
    <UnreadContext value={hasUnread}>
      <Form.Item {...item} rules={[...rules, isRead]}>
        {children}
      </Form.Item>
    </UnreadContext>
  )
}

/** How a picker tells its item whether it shows something that it did not recognise. */
export function useUnreadNote(): (hasUnread: boolean) => void {
  const noted = useContext(UnreadContext)
  return (hasUnread) => {
    if (noted !== undefined) noted.current = hasUnread
  }
}

const recognisedTexts = defineTexts({
  unknown: {
    zh: (count: number, list: string) => `没有认出 ${count} 个：${list}。`,
    en: (count, list) => `${count} not recognised: ${list}. `,
  },
  more: {
    zh: (list: string, count: number) => `${list} 和另外 ${count} 个`,
    en: (list, count) => `${list} and ${count} more`,
  },
  add: { zh: '仍按编码加入', en: 'Add them as codes' },
  close: { zh: '知道了', en: 'Dismiss' },
})

type RecognisedProps = Readonly<{
  read: ReadCodes
  words: PickTexts
  /** False where codes that are in no list are not taken. */
  add: false | ((codes: readonly string[]) => void)
  close: () => void
}>

/** What a pasted list came to, and what in it names nothing: that may be a mistyped name, so it is added only on demand, or not at all. */
export function Recognised({ read, words, add, close }: RecognisedProps): ReactNode {
  const { codes, unknown, ambiguous } = read
  const t = useTexts(recognisedTexts)
  const { language } = useLanguage()
  const listed = (items: readonly string[]) => {
    const shown = items.slice(0, maxListed).join(language === 'zh' ? '、' : ', ')
    return items.length > maxListed ? t.more(shown, items.length - maxListed) : shown
  }
  const asCodes = add === false ? [] : unknown.filter(isCode)
  const isClear = !isDoubtful(read)
  return (
    <div className={isClear ? 'yq-pick-read' : 'yq-pick-read yq-pick-doubt'}>
      <span role="status">
        {codes.length > 0 && words.added(codes.length)}
        {unknown.length > 0 && t.unknown(unknown.length, listed(unknown))}
        {unknown.length > 0 && add === false && words.register}
        {ambiguous.length > 0 && words.ambiguous(listed(ambiguous))}
      </span>
      {!isClear && (
        <Flex gap={12} component="span" className="yq-pick-acts">
          {add !== false && asCodes.length > 0 && <LinkButton isInline text={t.add} act={() => add(asCodes)} />}
          <LinkButton isInline text={t.close} act={close} />
        </Flex>
      )}
    </div>
  )
}

const maxListed = 8
