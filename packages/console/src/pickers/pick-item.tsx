import { Form, type FormItemProps } from 'antd'
import { createContext, type ReactNode, type RefObject, useContext, useRef } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

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
