import { type ShouldBlockFn, useBlocker, useNavigate, useRouter } from '@tanstack/react-router'
import { App } from 'antd'
import { createContext, type RefObject, useContext, useEffect, useRef } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { stringifySearch } from '../navigation/search-state.ts'

const texts = defineTexts({
  title: { zh: '离开并放弃已填写的内容？', en: 'Leave, and lose what you typed?' },
  content: { zh: '还没有保存。离开后不能恢复。', en: 'It is not saved, and cannot be brought back.' },
  leave: { zh: '放弃并离开', en: 'Leave' },
  stay: { zh: '继续填写', en: 'Stay' },
})

type MayLeave = () => Promise<boolean>

const always: MayLeave = async () => true

/** Holds the question of the open screen, for what drops the screen without opening another: the frame provides it. */
export const LeaveQuestion = createContext<RefObject<MayLeave>>({ current: always })

/** @returns asks the person, if the open screen would lose something, and says whether it may be closed */
export function useMayLeave(): MayLeave {
  const question = useContext(LeaveQuestion)
  return () => question.current()
}

/**
 * Asks before the address changes, also in its search, and has the browser ask before the page is closed or reloaded.
 * @param wouldLose whether something would be lost now
 */
export function useLeaveQuestion(wouldLose: () => boolean): void {
  const router = useRouter()
  const navigate = useNavigate()
  const ask = useDropQuestion(wouldLose)

  const shouldBlockFn: ShouldBlockFn = ({ action, current, next }) => {
    const isSame =
      current.pathname === next.pathname && stringifySearch(current.search) === stringifySearch(next.search)
    if (isSame || !wouldLose()) return false
    // Blocked until answered, so that the address stays that of the screen if Back is pressed again meanwhile.
    void ask().then((isAgreed) => {
      if (!isAgreed) return
      if (action === 'BACK') router.history.back({ ignoreBlocker: true })
      else if (action === 'FORWARD') router.history.forward({ ignoreBlocker: true })
      else void navigate({ to: next.pathname, search: next.search, replace: action === 'REPLACE', ignoreBlocker: true })
    })
    return true
  }
  useBlocker({ shouldBlockFn, enableBeforeUnload: wouldLose })
}

/**
 * Asks only before what is outside of the screen drops it: the palette, keys that jump, another seller, signing out.
 * @returns asks now; false without a second question if one is already shown
 */
export function useDropQuestion(wouldLose: () => boolean): () => Promise<boolean> {
  const t = useTexts(texts)
  const { modal } = App.useApp()
  const mayLeave = useContext(LeaveQuestion)
  const open = useRef<ReturnType<typeof modal.confirm>>(undefined)

  const ask = async (): Promise<boolean> => {
    if (open.current !== undefined) return false
    open.current = modal.confirm({
      title: t.title,
      content: t.content,
      okText: t.leave,
      cancelText: t.stay,
      okButtonProps: { danger: true },
      autoFocusButton: 'cancel',
    })
    const isAgreed = await open.current
    open.current = undefined
    return isAgreed
  }
  useEffect(() => () => open.current?.destroy(), [])
  useEffect(() => {
    mayLeave.current = async () => !wouldLose() || ask()
    return () => {
      mayLeave.current = always
    }
  })

  return ask
}
