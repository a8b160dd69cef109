import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { MemberAct } from '../member-forms/member-form.tsx'
import type { Merge } from '../member-forms/undo-merge.tsx'
import { useSession } from '../session/session-provider.tsx'

const texts = defineTexts({
  more: { zh: '更多', en: 'More' },
  merge: { zh: '与另一位会员合并…', en: 'Merge with another member…' },
  undo: { zh: (from: string) => `撤销与 ${from} 的合并…`, en: (from) => `Undo the merge with ${from}…` },
  erase: { zh: '永久删除个人信息…', en: 'Erase for good…' },
})

type Act = Readonly<{ key: string; label: string; danger?: boolean; act: MemberAct }>

/** What the role may seldom do to a member. @param isActive neither merged nor erased @param merges that can be undone */
export function useMoreActs(isActive: boolean, merges: readonly Merge[]): readonly Act[] {
  const t = useTexts(texts)
  const { may } = useSession()
  if (!isActive) return []
  const acts: Act[] = []
  if (may('merge-members')) {
    acts.push({ key: 'merge', label: t.merge, act: { kind: 'merge' } })
    for (const merge of merges) {
      acts.push({ key: merge.mergeId, label: t.undo(merge.fromMemberId), act: { kind: 'undo-merge', merge } })
    }
  }
  if (may('erase-member')) acts.push({ key: 'erase', label: t.erase, danger: true, act: { kind: 'erase' } })
  return acts
}

type Props = Readonly<{ acts: readonly Act[]; choose: (act: MemberAct) => void }>

/** A menu of what is seldom done; nothing where there is nothing. */
export function MoreActs({ acts, choose }: Props): ReactNode {
  const t = useTexts(texts)
  if (acts.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: acts.map(({ key, label, danger = false }) => ({ key, label, danger })),
        onClick({ key }) {
          const chosen = acts.find((one) => one.key === key)
          if (chosen !== undefined) choose(chosen.act)
        },
      }}
    >
      <Button size="small">{t.more}</Button>
    </Dropdown>
  )
}
