import { useNavigate } from '@tanstack/react-router'
import { saveTemplate } from '@yaoquan/api'
import { App, Button, Flex, Form, Steps } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useRequestNumber } from '../acts/request-number.ts'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { useLeaveQuestion } from '../parts/use-leave-question.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWrite } from '../session/use-server.ts'
import { type Draft, templateOf } from './draft.ts'
import { ScopeFields, scopeFieldNames } from './scope-fields.tsx'
import { TemplatePreview } from './template-preview.tsx'
import { PublishFields, TimeFields } from './time-fields.tsx'
import type { StoredTemplate } from './use-templates.ts'
import { LimitFields, WorthFields } from './worth-fields.tsx'
import './editor-form.css'

const texts = defineTexts({
  worth: { zh: '优惠', en: 'Offer' },
  time: { zh: '时间', en: 'Time' },
  scope: { zh: '范围', en: 'Scope' },
  limits: { zh: '限额与叠加', en: 'Limits' },
  publish: { zh: '核对与发布', en: 'Publish' },
  back: { zh: '上一步', en: 'Back' },
  next: { zh: '下一步', en: 'Next' },
  saveDraft: { zh: '存为草稿', en: 'Save as a draft' },
  publishNow: { zh: '发布', en: 'Publish' },
  submit: { zh: '提交审批', en: 'Submit for approval' },
  submitWhy: {
    zh: '保存后等待另一人审批，批准后才能领取。只改说明与备注、推迟发布、收紧限额的，直接发布。',
    en: 'Members can claim it once another person approves it. No approval is needed to change texts, to publish later or to lower limits.',
  },
  submitted: {
    zh: (version: number) => `第 ${version} 版已提交，等待另一人审批`,
    en: (version) => `Version ${version} waits for the approval of another person`,
  },
  saved: { zh: (version: number) => `已保存为第 ${version} 版`, en: (version) => `Saved as version ${version}` },
})

const stepNames = ['worth', 'time', 'scope', 'limits', 'publish'] as const

/** The fields that each step must have before the next. */
const fieldsOfStep: readonly (readonly (keyof Draft | readonly string[])[])[] = [
  ['couponId', 'couponName', 'kind', 'couponAmount', 'orderAmount', 'discountPercent', 'gift', 'discountCap'],
  ['validity', 'days', 'validDays'],
  scopeFieldNames,
  [],
  [],
]

type Props = Readonly<{ start: Draft; base: StoredTemplate | undefined }>

/** The form in five steps; beside it, what it comes to. All steps stay mounted, so that nothing typed is lost. */
export function EditorForm({ start, base }: Props): ReactNode {
  const t = useTexts(texts)
  const [form] = Form.useForm<Draft>()
  const [step, setStep] = useState(0)
  const isNarrow = useMatches(isOnPhone)
  const [first] = useState(start)
  const [draft, setDraft] = useState(first)
  const isSaved = useRef(false)
  const outRequestNo = useRequestNumber()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { isPending, error, mutate } = useWrite(saveTemplate, {
    accepted({ version = 1, awaitsApproval }) {
      isSaved.current = true
      void message.success(awaitsApproval === true ? t.submitted(version) : t.saved(version))
    },
  })
  const { asksApproval } = useSession().seller
  const template = templateOf(draft, base)
  const isChanged = JSON.stringify(template) !== JSON.stringify(templateOf(first, base))
  useLeaveQuestion(() => isChanged && !isSaved.current)

  const save = async (state: 'draft' | 'published') => {
    await form.validateFields()
    const { publishAt, ...terms } = template
    const content = state === 'draft' ? { ...terms, state } : { ...terms, state, publishAt }
    mutate(
      // Another content is another request: a refused attempt is corrected and sent again.
      { outRequestNo: `${outRequestNo}-${state}-${digestOf(JSON.stringify(content))}`.slice(0, 64), template: content },
      {
        onSuccess: () => void navigate({ to: '/templates', search: { template: template.couponId } as never }),
      },
    )
  }
  const goTo = async (next: number) => {
    if (next > step)
      await form.validateFields(fieldsOfStep.slice(step, next).flatMap((names) => names.map((name) => [name].flat())))
    setStep(next)
  }
  const isLast = step === stepNames.length - 1
  const panels = [
    <WorthFields key="worth" kind={draft.kind} isNew={base === undefined} />,
    <TimeFields key="time" validity={draft.validity} />,
    <ScopeFields key="scope" isShown={stepNames[step] === 'scope'} />,
    <LimitFields key="limits" returnPolicy={draft.returnPolicy} />,
    <PublishFields key="publish" />,
  ]
  return (
    <div className="yq-editor">
      <Form<Draft>
        form={form}
        layout="vertical"
        className="yq-card yq-editor-form"
        initialValues={first}
        onValuesChange={(_, values) => setDraft(values)}
        scrollToFirstError
      >
        <Steps
          size="small"
          responsive={false}
          titlePlacement={isNarrow ? 'vertical' : 'horizontal'}
          current={step}
          onChange={(next) => void goTo(next).catch(ignoreInvalid)}
          items={stepNames.map((name) => ({ title: t[name] }))}
        />
        {panels.map((panel, index) => (
          <div key={stepNames[index]} hidden={index !== step} className="yq-editor-panel">
            {panel}
          </div>
        ))}
        {error !== null && <Failure error={error} />}
        {isLast && asksApproval === true && <p className="yq-soft">{t.submitWhy}</p>}
        <Flex gap={8} justify="end" wrap>
          {step > 0 && <Button onClick={() => setStep(step - 1)}>{t.back}</Button>}
          {!isLast && (
            <Button type="primary" onClick={() => void goTo(step + 1).catch(ignoreInvalid)}>
              {t.next}
            </Button>
          )}
          {isLast && (
            <>
              <Button loading={isPending} onClick={() => void save('draft').catch(ignoreInvalid)}>
                {t.saveDraft}
              </Button>
              <Button type="primary" loading={isPending} onClick={() => void save('published').catch(ignoreInvalid)}>
                {asksApproval === true ? t.submit : t.publishNow}
              </Button>
            </>
          )}
        </Flex>
      </Form>
      <TemplatePreview template={template} />
    </div>
  )
}

/** The form shows what is wrong at its fields; anything else is a fault. */
function ignoreInvalid(error: unknown): void {
  if (typeof error === 'object' && error !== null && 'errorFields' in error) return
  throw error
}

/** A short number that tells contents apart (FNV-1a). */
function digestOf(text: string): string {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return (hash >>> 0).toString(36)
}
