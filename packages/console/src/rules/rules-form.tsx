import { getPolicy, setPolicy } from '@yaoquan/api'
import { Checkbox, Form, Input, Select, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, textsIn, useLanguage, useTexts } from '../language/texts.ts'
import { NotRead } from '../parts/failure.tsx'
import { ChoiceField, CountField } from '../parts/fields.tsx'
import { useRead } from '../session/use-server.ts'
import { weekdayText } from '../terms/terms-lines.ts'
import { changedRules, isLoosened, type RuleName, type Rules, type RuleValues, rulesOfTwo } from './changed-rules.ts'
import { choiceText, packText, ruleReasons, ruleText, ruleTexts } from './rule-text.ts'
import { HowToSwitchOff } from './rules-tab.tsx'

const texts = defineTexts({
  title: { zh: '修改连锁规则', en: 'Change rules of the chain' },
  save: { zh: '保存', en: 'Save' },
  same: { zh: '没有改动。', en: 'Nothing is changed.' },
  effect: {
    zh: '试算与核销在一秒内按新规则判断，已发出的券也是：',
    en: 'Evaluations and redemptions follow within a second, those of coupons that are out as well:',
  },
  change: {
    zh: (rule: string, before: string, after: string) => `${rule}：${before} → ${after}`,
    en: (rule, before, after) => `${rule}: ${before} → ${after}`,
  },
  beginsApproval: {
    zh: '以后要另一人同意才能关闭或放宽。请先确认另有一位有此权限的人，否则没有人能批准。',
    en: 'Another person has to agree to switch it off or loosen it again. Make sure that somebody else has the right: nobody approves what they did themselves.',
  },
  ends: {
    zh: '关闭或放宽要另一位负责人同意：提交后出现在其工作台的待办里，同意后才生效。',
    en: 'Another owner has to agree: the request is among the open tasks on their start page, and takes effect when they do.',
  },
  alone: {
    zh: '关闭或放宽这条规则要单独提交。先保存其他修改。',
    en: 'This rule is switched off or loosened by a request of its own. Save the other changes first.',
  },
  asked: { zh: '已提交，另一位负责人同意后生效', en: 'Asked for: it takes effect when another owner agreed' },
  none: { zh: '没有', en: 'None' },
  any: { zh: '不限', en: 'Any' },
  amount: { zh: '大于 0、最多两位小数的金额', en: 'An amount above 0 with two decimals at most' },
  saved: { zh: '规则已修改', en: 'The rules are changed' },
})

const amountPattern = /^(off|(?!0*(\.0*)?$)\d{1,9}(\.\d{1,2})?)$/

/** Changes rules, and says from what to what. They were just read: of two people who change one version, the second is refused. */
export function RulesForm({ close }: Readonly<{ close: () => void }>): ReactNode {
  const { data, error, refetch, isFetchedAfterMount } = useRead(getPolicy, {}, { isFresh: true })
  if (data === undefined || !isFetchedAfterMount) return <NotRead error={error} refetch={refetch} rows={12} />
  return <ChangeRules rules={data} close={close} />
}

function ChangeRules(props: Readonly<{ rules: Rules; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { close } = props
  // What was looked at when the form was opened, whatever is read meanwhile.
  const [opened] = useState(props.rules)
  const [values, setValues] = useState<RuleValues>(opened)
  const { names, request } = changedRules(opened, values)
  const act = useAct(setPolicy, {
    tell: ({ awaitsApproval }) => ({ text: awaitsApproval === true ? t.asked : t.saved }),
    close,
  })
  const ofTwo = rulesOfTwo.filter((name) => names.includes(name))
  const ends = ofTwo.some((name) => isLoosened(name, opened, values))
  const beginsApproval = ofTwo.some((name) => !isLoosened(name, opened, values))
  const isMixed = ends && names.length > 1
  const note = beginsApproval ? t.beginsApproval : ends ? t.ends : undefined
  const changes = names.map((name) => {
    const [before, after] = [opened, { ...values, packs: opened.packs }].map((rules) => ruleText(name, rules, language))
    return t.change(ruleTexts[name][language], before ?? '', after ?? '')
  })
  return (
    <ActForm<RuleValues>
      title={t.title}
      verb={t.save}
      {...act}
      isDanger={beginsApproval || ends}
      isBlocked={names.length === 0 || isMixed}
      consequence={names.length === 0 ? t.same : isMixed ? t.alone : <Changes changes={changes} note={note} />}
      initialValues={opened}
      onChange={(changed) => setValues({ ...opened, ...changed })}
      submit={() => act.run(request)}
    >
      <RuleFields opened={opened} />
    </ActForm>
  )
}

type ChangesProps = Readonly<{ changes: readonly string[]; note: string | undefined }>

function Changes({ changes, note }: ChangesProps): ReactNode {
  const t = useTexts(texts)
  return (
    <>
      {t.effect}
      <ul className="yq-rule-changes">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      {note}
    </>
  )
}

function RuleFields({ opened }: Readonly<{ opened: Rules }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const names = textsIn(ruleTexts, language)
  const reasons = textsIn(ruleReasons, language)
  const words = (name: RuleName, choices: readonly string[]) =>
    Object.fromEntries(choices.map((choice) => [choice, choiceText(name, choice, language)]))
  return (
    <>
      <CountField
        name="maxPerOrder"
        label={names.maxPerOrder}
        extra={reasons.maxPerOrder}
        isRequired
        min={1}
        max={20}
      />
      <ChoiceField
        name="thresholdBase"
        label={names.thresholdBase}
        choices={words('thresholdBase', ['original', 'remaining'])}
      />
      <ChoiceField
        name="insured"
        label={names.insured}
        choices={words('insured', ['exclude_line', 'exclude_amount', 'include'])}
      />
      <Form.Item name="memberWeekdays" label={names.memberWeekdays}>
        <Select mode="multiple" placeholder={t.none} options={optionsOf(7, (day) => weekdayText(day, language))} />
      </Form.Item>
      <Form.Item name="memberDaysOfMonth" label={names.memberDaysOfMonth}>
        <Select mode="multiple" placeholder={t.none} options={optionsOf(31, (day) => day)} />
      </Form.Item>
      <Form.Item name="rulePacks" label={names.rulePacks} extra={reasons.rulePacks}>
        <Checkbox.Group
          options={opened.packs.map(({ name }) => ({ value: name, label: packText(name, opened.packs, language) }))}
        />
      </Form.Item>
      <Form.Item
        name="templateApproval"
        label={names.templateApproval}
        valuePropName="checked"
        extra={opened.templateApproval ? <HowToSwitchOff rule="templateApproval" /> : reasons.templateApproval}
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="secondPerson"
        label={names.secondPerson}
        valuePropName="checked"
        extra={opened.secondPerson ? <HowToSwitchOff rule="secondPerson" /> : reasons.secondPerson}
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="issueApproval"
        label={names.issueApproval}
        rules={[{ pattern: amountPattern, message: t.amount }]}
        normalize={(text: string) => (text.trim() === '' ? 'off' : text.trim())}
        getValueProps={(value: string) => ({ value: value === 'off' ? '' : value })}
        extra={opened.issueApproval === 'off' ? reasons.issueApproval : <HowToSwitchOff rule="issueApproval" />}
      >
        <Input prefix="¥" placeholder={t.any} inputMode="decimal" maxLength={12} autoComplete="off" />
      </Form.Item>
      <Form.Item name="knownShops" label={names.knownShops} valuePropName="checked" extra={reasons.knownShops}>
        <Switch />
      </Form.Item>
      <Form.Item name="orderNumbers" label={names.orderNumbers} valuePropName="checked" extra={reasons.orderNumbers}>
        <Switch />
      </Form.Item>
    </>
  )
}

function optionsOf(count: number, labelOf: (value: string) => string) {
  return Array.from({ length: count }, (_, place) => String(place + 1)).map((value) => ({
    value,
    label: labelOf(value),
  }))
}
