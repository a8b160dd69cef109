import { identifierStates, replaceCard } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ChoiceField } from '../parts/fields.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { NumberField } from './number-field.tsx'

const texts = defineTexts({
  title: { zh: (cardNo: string) => `挂失或更换会员卡 ${cardNo}`, en: (cardNo) => `Lost or replaced card ${cardNo}` },
  state: { zh: '原卡', en: 'The card is' },
  lost: identifierStates.lost,
  replaced: { zh: '更换', en: 'Replaced' },
  next: { zh: '新会员卡号（可不填）', en: 'The new card (optional)' },
  verb: { zh: '保存', en: 'Save' },
  consequence: {
    zh: '原卡记为挂失或已更换，卡号仍指向该会员，券不受影响。此处不能撤销。',
    en: 'The card is marked. Its number keeps naming the member, and coupons stay. It cannot be undone here.',
  },
  done: { zh: '已保存', en: 'Saved' },
})

type Values = Readonly<{ state: 'lost' | 'replaced'; newCardNo?: string }>

/** Marks a card as lost or replaced, and gives its member a new one where there is one. */
export function ReplaceCard({ cardNo, close }: Readonly<{ cardNo: string; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const act = useAct(replaceCard, { tell: () => ({ text: t.done }), close })
  return (
    <SideDrawer title={t.title(cardNo)} isOpen close={close} holdsForm>
      <ActForm<Values>
        title={t.title(cardNo)}
        verb={t.verb}
        consequence={t.consequence}
        cancel={close}
        {...act}
        initialValues={{ state: 'lost' }}
        submit={({ state, newCardNo = '' }) =>
          act.run({ cardNo, state, newCardNo: newCardNo.trim() === '' ? undefined : newCardNo.trim() })
        }
      >
        <ChoiceField name="state" label={t.state} choices={{ lost: t.lost, replaced: t.replaced }} isOfButtons />
        <NumberField name="newCardNo" label={t.next} inputMode="text" />
      </ActForm>
    </SideDrawer>
  )
}
