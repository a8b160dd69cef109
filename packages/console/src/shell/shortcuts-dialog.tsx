import { Button } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { TopDialog } from '../parts/top-dialog.tsx'
import { useSession } from '../session/session-provider.tsx'
import { screens } from './screens.tsx'
import { commandKey } from './use-shortcuts.ts'
import './shortcuts-dialog.css'

const texts = defineTexts({
  title: { zh: '键盘快捷键', en: 'Keyboard shortcuts' },
  close: { zh: '关闭', en: 'Close' },
  everywhere: { zh: '任何页面', en: 'Everywhere' },
  lists: { zh: '列表', en: 'Lists' },
  jumps: { zh: '跳转：先按 g，再按字母', en: 'Go to: g, then a letter' },
  palette: { zh: '查找与跳转', en: 'Find and go to' },
  search: { zh: '查找会员、券、订单', en: 'Find a member, coupon or order' },
  shortcuts: { zh: '显示这些快捷键', en: 'Show these shortcuts' },
  leave: { zh: '关闭抽屉或对话框', en: 'Close a drawer or dialog' },
  down: { zh: '下一行', en: 'Next row' },
  up: { zh: '上一行', en: 'Row before' },
  open: { zh: '打开这一行', en: 'Open the row' },
  acts: { zh: '这一行的操作', en: 'Acts of the row' },
})

type Shortcut = Readonly<{ keys: readonly string[]; name: string }>

/** All keys of the console that the role can use. */
export function ShortcutsDialog({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const jumps = screens.flatMap(({ title, jump, act }) =>
    title === undefined || jump === undefined || (act !== undefined && !may(act))
      ? []
      : [{ keys: ['g', jump], name: title[language] }],
  )
  return (
    <TopDialog name={t.title} close={close}>
      <div className="yq-shortcuts">
        <header>
          <h2>{t.title}</h2>
          <Button onClick={close}>{t.close}</Button>
        </header>
        <Keys
          title={t.everywhere}
          shortcuts={[
            { keys: [commandKey, 'K'], name: t.palette },
            { keys: ['/'], name: t.search },
            { keys: ['?'], name: t.shortcuts },
            { keys: ['Esc'], name: t.leave },
          ]}
        />
        <Keys
          title={t.lists}
          shortcuts={[
            { keys: ['j'], name: t.down },
            { keys: ['k'], name: t.up },
            { keys: ['Enter'], name: t.open },
            { keys: ['Tab'], name: t.acts },
          ]}
        />
        <Keys title={t.jumps} shortcuts={jumps} />
      </div>
    </TopDialog>
  )
}

function Keys({ title, shortcuts }: Readonly<{ title: string; shortcuts: readonly Shortcut[] }>): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {shortcuts.map(({ keys, name }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {keys.map((key) => (
                <span key={key}>
                  <kbd>{key}</kbd>{' '}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
