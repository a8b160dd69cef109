import { getPolicy } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { NotRead } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { type Rules, rulesInOrder } from './changed-rules.ts'
import { ruleReasons, ruleText, ruleTexts } from './rule-text.ts'
import './rules.css'

const texts = defineTexts({
  setAt: { zh: (at: string) => `最近修改 ${at}`, en: (at) => `Last changed ${at}` },
  neverSet: { zh: '从未修改，均为缺省。', en: 'Never changed: all as for a new seller.' },
  switchOff: {
    zh: '不能在控制台关闭，以免有人绕过审批。系统管理员可运行',
    en: 'The console does not switch it off, so that nobody gets around it. Who runs the server can run',
  },
})

/** The rules for all coupons of the seller. */
export function RulesTab(): ReactNode {
  const { data, error, refetch } = useRead(getPolicy, {})
  if (data === undefined) return <NotRead error={error} refetch={refetch} rows={12} />
  return <RulesList rules={data} />
}

/** Every rule, with what it is for. */
function RulesList({ rules }: Readonly<{ rules: Rules }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  return (
    <section className="yq-card yq-rules">
      <dl>
        {rulesInOrder.map((name) => (
          <div key={name}>
            <dt>{ruleTexts[name][language]}</dt>
            <dd>
              {ruleText(name, rules, language)}
              <p className="yq-soft">{ruleReasons[name][language]}</p>
              {name === 'templateApproval' && rules.templateApproval && <HowToSwitchOff />}
            </dd>
          </div>
        ))}
      </dl>
      <footer className="yq-soft">{rules.setAt === undefined ? t.neverSet : t.setAt(rules.setAt)}</footer>
    </section>
  )
}

/** Why the console keeps the approval of templates, and the command that ends it. */
export function HowToSwitchOff(): ReactNode {
  const t = useTexts(texts)
  const { seller } = useSession()
  return (
    <p className="yq-soft">
      {t.switchOff} <Code text={`yaoquan policy set --seller ${seller.id} --template-approval off`} />
    </p>
  )
}
