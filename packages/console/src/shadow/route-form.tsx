import { methods, routeShadow, type ShadowRouteName, shadowRouteNames, shadowRoutes } from '@yaoquan/api'
import { Alert, AutoComplete, Checkbox, Form, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { TextField, useRequired } from '../parts/fields.tsx'
import { type Run, routesApart } from './run.ts'

const texts = defineTexts({
  title: { zh: '切换由谁应答', en: 'Switch who answers' },
  verb: { zh: '切换', en: 'Switch' },
  app: { zh: '应用（app_key）', en: 'App (app_key)' },
  method: { zh: 'API', en: 'API' },
  all: { zh: '该应用的全部API', en: 'All APIs of the app' },
  to: { zh: '由谁应答', en: 'Who answers' },
  reason: { zh: '理由', en: 'Reason' },
  reasonHint: { zh: '为什么现在切换；不要写号码', en: 'Why now; no numbers of members' },
  confirm: {
    zh: '我确认：此后的写操作由药券决定，现有CRM得不到它们',
    en: "I confirm: Yaoquan decides on writes from now on, and today's CRM does not get them",
  },
  confirmMirrored: {
    zh: '我确认：此后由药券决定；order.sync 随后也送到现有CRM，其他写操作只有药券收到',
    en: "I confirm: Yaoquan decides from now on; order.sync goes to today's CRM too, other writes do not",
  },
  confirmBack: {
    zh: '我确认：只有药券收到的写操作（核销、领取、占用等）现有CRM没有',
    en: "I confirm: today's CRM lacks the writes that only Yaoquan got, such as redemptions, claims and holds",
  },
  mustConfirm: { zh: '请先确认', en: 'Confirm this first' },
  oursWhat: {
    zh: '一秒内起，由药券应答这些调用；药券没有的API仍由现有CRM应答。您的姓名、时间与理由先记入事件，再生效。',
    en: "Within a second, Yaoquan answers these calls; APIs that it has not stay with today's CRM. Your name, the time and the reason are recorded as an event first.",
  },
  backWhat: {
    zh: '一秒内起，由现有CRM应答这些调用。等待中的写操作仍会送到。您的姓名、时间与理由先记入事件，再生效。',
    en: "Within a second, today's CRM answers these calls. Writes that still wait for it are delivered. Your name, the time and the reason are recorded as an event first.",
  },
  apart: {
    zh: '这些API有自己的路由，不随应用切换：',
    en: 'These APIs have routes of their own, which the switch of the app leaves:',
  },
  apartHint: {
    zh: '要一起切换，请在这里逐个选择API再切换。',
    en: 'To switch them too, choose each one as the API here.',
  },
  done: { zh: '已切换', en: 'Switched' },
})

/** While the form is filled in, the app may not be there yet. */
type Typed = Pick<Values, 'method' | 'to'> & Partial<Pick<Values, 'appKey'>>

type Values = Readonly<{ appKey: string; method: string; to: ShadowRouteName; reason: string; isSure?: boolean }>

const ownMethods = Object.values(methods)
  .map(({ name }) => name)
  .toSorted()

/** Says who answers the calls of an app, or of one of its APIs. */
export function RouteForm({ run, close }: Readonly<{ run: Run; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const required = useRequired()
  const act = useAct(routeShadow, { tell: () => ({ text: t.done }), close })
  const [{ appKey: app = '', method: chosen, to }, setTyped] = useState<Typed>({ method: '', to: 'compare' })
  const isToOurs = to === 'ours' || to === 'mirrored'
  const question = to === 'ours' ? t.confirm : to === 'mirrored' ? t.confirmMirrored : t.confirmBack
  const apart = chosen === '' ? routesApart(run, { appKey: app.trim(), to }) : []
  const apps = [...new Set([...run.groups, ...run.routes].map(({ appKey }) => appKey))].filter((key) => key !== '…')
  const submit = ({ appKey, method, to: wanted, reason, isSure }: Values) => {
    const target = { port: run.port, appKey: appKey.trim(), method: method === '' ? undefined : method }
    act.run({ ...target, to: wanted, reason: reason.trim(), confirm: isSure })
  }
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.verb}
      consequence={isToOurs ? t.oursWhat : t.backWhat}
      isDanger={isToOurs}
      {...act}
      initialValues={{ method: '', to: 'compare' }}
      onChange={setTyped}
      submit={submit}
    >
      <Form.Item name="appKey" label={t.app} rules={[required]}>
        <AutoComplete options={apps.map((value) => ({ value }))} maxLength={64} />
      </Form.Item>
      <Form.Item name="method" label={t.method}>
        <Select
          showSearch
          options={[{ value: '', label: t.all }, ...ownMethods.map((value) => ({ value, label: value }))]}
        />
      </Form.Item>
      <Form.Item name="to" label={t.to}>
        <Radio.Group
          className="yq-shadow-routes"
          options={shadowRouteNames.map((route) => ({ value: route, label: shadowRoutes[route][language] }))}
        />
      </Form.Item>
      {apart.length > 0 && (
        <Form.Item>
          <Alert
            type="warning"
            showIcon
            title={t.apart}
            description={
              <>
                {apart.map(({ method, to: own }) => (
                  <p key={method} className="yq-tight">
                    <Code text={method} /> {shadowRoutes[own][language]}
                  </p>
                ))}
                {t.apartHint}
              </>
            }
          />
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
      {(isToOurs || run.routes.some((route) => route.to === 'ours' || route.to === 'mirrored')) && (
        <Form.Item
          name="isSure"
          valuePropName="checked"
          rules={[
            {
              validator: (_, isSure?: boolean) =>
                isSure ? Promise.resolve() : Promise.reject(new Error(t.mustConfirm)),
            },
          ]}
        >
          <Checkbox>{question}</Checkbox>
        </Form.Item>
      )}
    </ActForm>
  )
}
