import { getPolicy, listRequests } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { actorNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { NotRead } from '../parts/failure.tsx'
import { RequestsCard } from '../requests/requests-card.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { type RuleName, type Rules, ruleNames, rulesInOrder, rulesOfTwo } from './changed-rules.ts'
import { ruleReasons, ruleText, ruleTexts } from './rule-text.ts'
import './rules.css'

const texts = defineTexts({
  waits: { zh: '等待另一人同意', en: 'Waits for another person' },
  setAt: { zh: (at: string) => `最近修改 ${at}`, en: (at) => `Last changed ${at}` },
  neverSet: { zh: '从未修改，均为缺省。', en: 'Never changed: all as for a new seller.' },
  switchOff: {
    zh: '关闭或放宽须另一位负责人同意。没有另一位时，系统管理员可运行',
    en: 'Another owner has to agree to switch it off or loosen it. Where there is none, who runs the server can run',
  },
})

/** The rules for all coupons of the seller. */
export function RulesTab(): ReactNode {
  const { data, error, refetch } = useRead(getPolicy, {})
  if (data === undefined) return <NotRead error={error} refetch={refetch} rows={12} />
  return (
    <>
      <Waiting />
      <RulesList rules={data} />
    </>
  )
}

/** Changes of rules that were asked for and nobody decided on. */
function Waiting(): ReactNode {
  const t = useTexts(texts)
  const isEnabled = useSession().may('second-person')
  const { requests = [], actors } = useRead(listRequests, {}, { isEnabled }).data ?? {}
  const ofSeller = requests.filter(({ kind }) => ofRules.includes(kind))
  return <RequestsCard title={t.waits} requests={ofSeller} actorName={actorNames(actors)} />
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
              {isOfTwo(name) && rules[name] !== false && rules[name] !== 'off' && <HowToSwitchOff rule={name} />}
            </dd>
          </div>
        ))}
      </dl>
      <footer className="yq-soft">{rules.setAt === undefined ? t.neverSet : t.setAt(rules.setAt)}</footer>
    </section>
  )
}

const ofRules = ['end-template-approval', 'end-second-person', 'raise-issue-approval']

type RuleOfTwo = (typeof rulesOfTwo)[number]

function isOfTwo(name: RuleName): name is RuleOfTwo {
  return rulesOfTwo.some((rule) => rule === name)
}

/** The person who has to agree before a rule that requires two people ends, and the command that ends it without one. */
export function HowToSwitchOff({ rule }: Readonly<{ rule: RuleOfTwo }>): ReactNode {
  const t = useTexts(texts)
  const { seller } = useSession()
  return (
    <p className="yq-soft">
      {t.switchOff}{' '}
      <Code text={`yaoquan policy set --seller ${seller.id} --${ruleNames[rule].replace('_', '-')} off`} />
    </p>
  )
}
