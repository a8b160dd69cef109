import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'

const texts = defineTexts({
  title: { zh: '离开并放弃已填写的内容？', en: 'Leave, and lose what you typed?' },
  content: { zh: '还没有保存。离开后不能恢复。', en: 'It is not saved, and cannot be brought back.' },
  leave: { zh: '放弃并离开', en: 'Leave' },
  stay: { zh: '继续填写', en: 'Stay' },
})

/**
 * Asks before another screen is opened, and has the browser ask before the page is closed or reloaded.
 * @param wouldLose whether something would be lost now
 */
export function useLeaveQuestion(wouldLose: () => boolean): void {
  const t = useTexts(texts)
  const { modal } = App.useApp()
  const ask = async (): Promise<boolean> =>
    modal.confirm({
      ...{ title: t.title, content: t.content, okText: t.leave, cancelText: t.stay },
      okButtonProps: { danger: true },
      autoFocusButton: 'cancel',
    })
  useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && wouldLose() && !(await ask()),
    enableBeforeUnload: wouldLose,
  })
}
