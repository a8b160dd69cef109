import { type getMember, unmergeMembers } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from '../acts/reason-fields.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'

const texts = defineTexts({
  title: { zh: (from: string) => `撤销与 ${from} 的合并`, en: (from) => `Undo the merge with ${from}` },
  verb: { zh: '撤销合并', en: 'Undo the merge' },
  consequence: {
    zh: (from: string) => `${from} 取回合并时带来的手机号、卡与券；合并以后新增的留在这里。`,
    en: (from) => `${from} gets back the phones, cards and coupons that it brought; what came later stays here.`,
  },
  notSame: { zh: '不是同一人', en: 'They are two people' },
  mistake: { zh: '合并有误', en: 'Merged by mistake' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已撤销合并', en: 'The merge is undone' },
})

export type Merge = NonNullable<ResultOf<typeof getMember>['merges']>[number]

/** Gives a merged member back what it brought. */
export function UndoMerge({ merge, close }: Readonly<{ merge: Merge; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const act = useAct(unmergeMembers, { tell: () => ({ text: t.done }), close })
  const { mergeId, fromMemberId } = merge
  return (
    <SideDrawer title={t.title(fromMemberId)} isOpen close={close} holdsForm>
      <ActForm<ReasonValues>
        title={t.title(fromMemberId)}
        verb={t.verb}
        consequence={t.consequence(fromMemberId)}
        {...act}
        submit={(values) => act.run({ mergeId, reason: reasonOf(values) })}
      >
        <ReasonFields reasons={[t.notSame, t.mistake, t.other]} />
      </ActForm>
    </SideDrawer>
  )
}
