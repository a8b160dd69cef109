import type { listApps, ResponseOf } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  ignored: {
    zh: '有参数被忽略，筛选可能没有生效',
    en: 'Parameters were ignored: filters may have had no effect',
  },
  ignoredLine: {
    zh: (app: string, name: string, method: string, calls: number) => `${app} · ${name} · ${method} · ${calls} 次`,
    en: (app, name, method, calls) => `${app} · ${name} · ${method} · ${calls === 1 ? '1 call' : `${calls} calls`}`,
  },
  ignoredHint: {
    zh: '方法不认识这些名称。自服务启动起计；请对方改正，或将应用设为严格（--deny unknown.ignore），写错时即被拒绝。',
    en: 'The methods do not know these names. Counted since the server started. Let them be corrected, or make the app strict (--deny unknown.ignore): then they are refused.',
  },
  noPhones: {
    zh: '应用发来的手机号中，有的不是电话号码',
    en: 'Apps sent phones that are no phone numbers',
  },
  noPhonesLine: {
    zh: (app: string, name: string, method: string, numbers: number, last: string) =>
      `${app} · ${name} · ${method} · ${numbers} 个，最近 ${last}`,
    en: (app, name, method, numbers, last) =>
      `${app} · ${name} · ${method} · ${numbers === 1 ? '1 number' : `${numbers} numbers`}, last ${last}`,
  },
  noPhonesHint: {
    zh: '如少一位、两个号码写在一起。号码已照原样保存，券没有丢失，用原样的号码可以查到。自服务启动起计；请对方在发送前检查号码。',
    en: 'For example, a digit is missing, or a field has two numbers. The numbers were stored as sent, so no coupon is lost, and searching for the same text finds them. Counted since the server started. Ask the sender to check numbers before sending.',
  },
  more: { zh: (count: number) => `另有 ${count} 项`, en: (count) => `${count} more` },
})

type App = Pick<
  ResponseOf<typeof listApps>['result']['apps'][number],
  'appKey' | 'name' | 'ignoredMembers' | 'noPhones'
>

/**
 * Warns of what apps do wrong and are not refused for: members that methods ignore, such as `phne` for `phone`, which finds every coupon,
 * and numbers stored as phones that are none.
 */
export function AppMistakes({ apps }: Readonly<{ apps: readonly App[] }>): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const ignored = apps.flatMap(({ appKey, name: app, ignoredMembers }) =>
    ignoredMembers.map(({ method, name, calls }) => ({
      // Apps may have the same name.
      key: `${appKey} ${method} ${name}`,
      text: t.ignoredLine(app, name, shortName(method), calls),
    })),
  )
  const noPhones = apps.flatMap(({ appKey, name: app, noPhones }) =>
    noPhones.map(({ method, name, numbers, lastAt }) => ({
      key: `${appKey} ${method} ${name}`,
      text: t.noPhonesLine(app, name, shortName(method), numbers, shortMoment(lastAt, today)),
    })),
  )
  return (
    <>
      <Warning title={t.ignored} hint={t.ignoredHint} lines={ignored} />
      <Warning title={t.noPhones} hint={t.noPhonesHint} lines={noPhones} />
    </>
  )
}

type WarningProps = Readonly<{ title: string; hint: string; lines: readonly Readonly<{ key: string; text: string }>[] }>

const maxLines = 5

function Warning({ title, hint, lines }: WarningProps): ReactNode {
  const t = useTexts(texts)
  if (lines.length === 0) return null
  return (
    <Alert
      style={{ marginBlockEnd: 12 }}
      type="warning"
      showIcon
      title={title}
      description={
        <>
          {lines.slice(0, maxLines).map(({ key, text }) => (
            <div key={key}>{text}</div>
          ))}
          {lines.length > maxLines && <div>{t.more(lines.length - maxLines)}</div>}
          <div className="yq-soft">{hint}</div>
        </>
      }
    />
  )
}

/** `member.save` and `querycoupon`, without what all have before them. */
function shortName(method: string): string {
  return method.startsWith('yaoquan.') ? method.slice('yaoquan.'.length) : method.slice(method.lastIndexOf('.') + 1)
}
