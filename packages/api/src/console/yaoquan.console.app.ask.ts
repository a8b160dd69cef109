import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from '../methods/write-fields.ts'
import { appRequestKinds } from '../words/request-kinds.ts'
import { consoleErrors } from './console-errors.ts'

const { field, rule } = refusalFacts

export const askForApp = defineMethod({
  name: 'yaoquan.console.app.ask',
  title: { zh: '申请应用', en: 'Ask owners for an app' },
  description: {
    zh: '请负责人登记应用、更换密钥、改权限或重新启用；申请等待一周。密钥只向办理的负责人显示',
    en: 'Asks the owners to register an app, exchange its secret, give it other grants or enable it again. The request waits a week. Only the owner who carries it out sees the secret',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('APP-ASK-20261124-0001'),
    kind: text(
      'kind',
      'create-app',
      'create-app 登记应用（传 name、preset），rotate-app 更换密钥，widen-app 改权限（传 preset），enable-app 重新启用',
      'create-app takes name and preset, widen-app preset; all but create-app take app_key',
      { required: true, oneOf: appRequestKinds },
    ),
    appKey: text('app_key', '12345678', '哪个应用', 'The app', { maxLength: 64 }),
    name: text('name', '小程序', '要登记的应用的名称', 'The name of the app to register', { maxLength: 64 }),
    preset: text('preset', 'till', '权限预设', 'The preset of grants', { maxLength: 32 }),
    reason: text('reason', '会员小程序上线', '为何需要；其中的手机号打码后保存', 'What for; phones in it are masked', {
      required: true,
      maxLength: 200,
    }),
  },
  ...resultOf('AskForAppResult', { alreadyDone, field, rule, warnings }),
  errorCodes: [
    consoleErrors.appNotFound,
    consoleErrors.appOfOthers,
    consoleErrors.invalidSetting,
    consoleErrors.tooManyRequests,
    businessErrors.idempotentConflict,
  ],
})
