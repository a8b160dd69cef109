import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import {
  type ShadowConditionName,
  setShadowConditions,
  shadowConditionNames,
  shadowConditions,
  shadowGoalOf,
  shadowGoalRule,
} from '@yaoquan/api'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'
import { useSession } from '../session/session-provider.tsx'
import type { Run } from './run.ts'

const texts = defineTexts({
  title: { zh: '可以切换了吗', en: 'Ready to switch?' },
  set: { zh: '设定条件', en: 'Set conditions' },
  none: {
    zh: '还没有条件。先定下要看到什么才切换，例如 14 天、100 万次调用、0 个未处理的差异类。',
    en: 'No conditions are set. Say first what must be seen before the switch, for example 14 days, a million calls and no open class.',
  },
  ready: { zh: '全部条件已达到。是否切换由人决定。', en: 'All conditions are met. People decide on the switch.' },
  missing: { zh: (count: number) => `${count} 个条件未达到`, en: (count) => `Conditions not met: ${count}` },
  goal: {
    zh: (figure: string, sign: string, goal: string) => `${figure}，要求 ${sign} ${goal}`,
    en: (figure, sign, goal) => `${figure}, goal ${sign} ${goal}`,
  },
  met: { zh: '已达到', en: 'Met' },
  open: { zh: '未达到', en: 'Not met' },
})

/** The conditions of the switch that a person has set, and which are met. */
export function Readiness({ run, setConditions }: Readonly<{ run: Run; setConditions: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const { conditions } = run
  const missing = conditions.filter(({ isMet }) => !isMet).length
  const verdict = conditions.length === 0 ? t.none : missing === 0 ? t.ready : t.missing(missing)
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.title}>
      <Flex justify="space-between" align="center">
        <h2>{t.title}</h2>
        {may('decide-shadow') && (
          <Button size="small" onClick={setConditions}>
            {t.set}
          </Button>
        )}
      </Flex>
      <p className={conditions.length > 0 && missing === 0 ? 'yq-shadow-good' : undefined}>{verdict}</p>
      <ul className="yq-shadow-conditions">
        {conditions.map(({ name, goal, figure, isMet }) => (
          <li key={name}>
            {isMet ? (
              <CheckCircleFilled className="yq-shadow-good" aria-label={t.met} />
            ) : (
              <MinusCircleOutlined className="yq-soft" aria-label={t.open} />
            )}
            <span>{shadowConditions[name][language]}</span>
            <span className="yq-number">
              {t.goal(countText(Number(figure)), shadowConditions[name].isLimit ? '≤' : '≥', countText(Number(goal)))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const conditionsFormTexts = defineTexts({
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
  const t = useTexts(conditionsFormTexts)
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
