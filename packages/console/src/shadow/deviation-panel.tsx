import { decideShadow, deviationClasses } from '@yaoquan/api'
import { Checkbox, Form } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { Facts } from '../parts/facts.tsx'
import { ChoiceField, TextField } from '../parts/fields.tsx'
import { useSession } from '../session/session-provider.tsx'
import { type Deviation, widerKinds } from './run.ts'

const texts = defineTexts({
  kind: { zh: '类', en: 'Class' },
  method: { zh: 'API', en: 'API' },
  app: { zh: '应用', en: 'App' },
  coupon: { zh: '券', en: 'Coupon' },
  count: { zh: '次数', en: 'Count' },
  first: { zh: '最早', en: 'First' },
  last: { zh: '最近', en: 'Latest' },
  upstream: { zh: '现有CRM', en: 'CRM of today' },
  ours: { zh: '药券', en: 'Yaoquan' },
  accepted: { zh: '已接受', en: 'Accepted' },
  acceptedBy: {
    zh: (by: string, at: string, reason: string) => `${by} 于 ${at}：${reason}`,
    en: (by, at, reason) => `${by}, ${at}: ${reason}`,
  },
  accept: { zh: '接受这类差异', en: 'Accept this class' },
  withdraw: { zh: '撤回接受', en: 'Withdraw the acceptance' },
  which: { zh: '接受哪一类', en: 'Which class' },
  soFar: { zh: '只接受至今的；再出现即重新列出', en: 'Only those until now; a new one is open again' },
  reason: { zh: '理由', en: 'Reason' },
  reasonHint: { zh: '为什么可以不同；不要写号码', en: 'Why they may differ; no numbers of members' },
  acceptWhat: {
    zh: '您的姓名、时间与理由永久保存。只有已接受差异的调用另外计数，以前的也是；影子传递的调用不受影响。',
    en: 'Your name, the time and the reason are kept for ever. Calls that deviate only as accepted are counted apart, earlier ones too. What the shadow passes on does not change.',
  },
  withdrawWhat: {
    zh: (kind: string) => `${kind} 重新列为未处理，原来的决定留在记录里。`,
    en: (kind) => `${kind} is open again. The former decision stays on record.`,
  },
  acceptDone: { zh: '已接受', en: 'Accepted' },
  withdrawDone: { zh: '已撤回', en: 'Withdrawn' },
})

type Props = Readonly<{ port: number; deviation: Deviation; close: () => void }>

/** A class of deviations with its latest example, both sides one below the other, and the decision on it. */
export function DeviationPanel({ port, deviation, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const {
    class: ofClass,
    kind,
    method,
    appKey,
    couponCode,
    count,
    firstAt,
    lastAt,
    upstream,
    ours,
    decision,
  } = deviation
  return (
    <>
      <Facts
        title={deviationClasses[ofClass][language]}
        nameWidth={110}
        facts={[
          [t.kind, <Code key="kind" text={kind} />],
          [t.upstream, upstream ?? '—'],
          [t.ours, ours ?? '—'],
          [t.coupon, couponCode],
          [t.method, method],
          [t.app, appKey],
          [t.count, countText(count)],
          [t.first, firstAt],
          [t.last, lastAt],
          [t.accepted, decision && t.acceptedBy(decision.by, decision.at, decision.reason)],
        ]}
      />
      <div className="yq-answer">
        {may('decide-shadow') && <DecisionForm port={port} deviation={deviation} close={close} />}
      </div>
    </>
  )
}

type Values = Readonly<{ kind?: string; soFar?: boolean; reason: string }>

function DecisionForm({ port, deviation: { kind, decision }, close }: Props): ReactNode {
  const t = useTexts(texts)
  const isAccepted = decision !== undefined
  const named = decision?.kind ?? kind
  const act = useAct(decideShadow, {
    tell: () => ({ text: isAccepted ? t.withdrawDone : t.acceptDone }),
    close,
  })
  const [chosen, setChosen] = useState(kind)
  const kinds = widerKinds(kind)
  const submit = ({ soFar, reason }: Values) =>
    act.run(
      isAccepted
        ? { port, kind: named, withdraw: true, reason: reason.trim() }
        : { port, kind: chosen, soFar: soFar || undefined, reason: reason.trim() },
    )
  return (
    <ActForm<Values>
      title={isAccepted ? t.withdraw : t.accept}
      verb={isAccepted ? t.withdraw : t.accept}
      consequence={isAccepted ? t.withdrawWhat(named) : t.acceptWhat}
      {...act}
      initialValues={{ kind, soFar: false }}
      onChange={(values) => setChosen(values.kind ?? kind)}
      submit={submit}
    >
      {!isAccepted && kinds.length > 1 && (
        <ChoiceField name="kind" label={t.which} choices={Object.fromEntries(kinds.map((one) => [one, one]))} />
      )}
      {!isAccepted && (
        <Form.Item name="soFar" valuePropName="checked">
          <Checkbox>{t.soFar}</Checkbox>
        </Form.Item>
      )}
      <TextField
        name="reason"
        label={t.reason}
        placeholder={t.reasonHint}
        maxLength={200}
        isRequired
        autoComplete="off"
      />
    </ActForm>
  )
}
