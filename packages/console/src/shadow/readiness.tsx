import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { shadowConditions } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
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
