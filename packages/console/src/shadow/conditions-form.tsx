import {
  type ShadowConditionName,
  setShadowConditions,
  shadowConditionNames,
  shadowConditions,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'
import type { Run } from './run.ts'

const texts = defineTexts({
  title: { zh: '什么时候可以切换', en: 'When the switch may come' },
  save: { zh: '保存', en: 'Save' },
  what: {
    zh: '留空的不是条件。达到条件不会自动切换，是否切换由人决定。',
    en: 'Empty ones are no conditions. Nothing switches by itself: people decide.',
  },
  least: { zh: (name: string) => `${name}，至少`, en: (name) => `${name}, at least` },
  most: { zh: (name: string) => `${name}，至多`, en: (name) => `${name}, at most` },
  saved: { zh: '条件已保存', en: 'The conditions are saved' },
})

type Values = Readonly<Partial<Record<ShadowConditionName, string>>>

/** Sets the conditions of the switch. */
export function ConditionsForm({ run, close }: Readonly<{ run: Run; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const act = useAct(setShadowConditions, { tell: () => ({ text: t.saved }), close })
  const submit = (values: Values) => {
    const conditions = shadowConditionNames.flatMap((name) => {
      const goal = values[name]?.trim() ?? ''
      return goal === '' ? [] : [{ name, goal }]
    })
    act.run({ port: run.port, conditions })
  }
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.save}
      consequence={t.what}
      {...act}
      initialValues={Object.fromEntries(run.conditions.map(({ name, goal }) => [name, goal]))}
      submit={submit}
    >
      {shadowConditionNames.map((name) => {
        const words = shadowConditions[name]
        const isGoal = (text = '') => text.trim() === '' || shadowGoalOf(name, text.trim()) !== undefined
        return (
          <TextField
            key={name}
            name={name}
            label={words.isLimit ? t.most(words[language]) : t.least(words[language])}
            inputMode={words.decimals === 0 ? 'numeric' : 'decimal'}
            maxLength={13}
            style={{ width: 200 }}
            rules={[
              {
                validator: (_, text?: string) =>
                  isGoal(text) ? Promise.resolve() : Promise.reject(new Error(shadowGoalRule(name)[language])),
              },
            ]}
          />
        )
      })}
    </ActForm>
  )
}
