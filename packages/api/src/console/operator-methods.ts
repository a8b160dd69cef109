import { boolean, list, listOf, object, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { alreadyDone, dryRun, resultOf, triedOnly } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'
import { replaced, requestNo } from './request-fields.ts'

const { field, rule } = refusalFacts
const name = text('name', 'li.na', '用户名', 'Name of the operator', { required: true, maxLength: 64 })
const role = text('role', 'shop_clerk', '在本连锁的角色', 'Role for this seller', { required: true, maxLength: 32 })
const shops = list('shops', texts('01', 64), '店员所在门店', 'Shops of a shop clerk', { maxItems: 1000 })
const oneTimePassword = text(
  'one_time_password',
  'abcd-efgh-jkmn-pqrs',
  '一次性密码，72小时内首次登录时修改；1小时内以同一请求号重发会另给一个，取代它',
  'One-time password, to be replaced at the first sign-in within 72 hours. A request repeated under its number within an hour gets another one in its place',
)

const operatorFields = {
  name,
  displayName: text('display_name', '李娜', '姓名', 'Name to show', { required: true }),
  enabled: boolean('enabled', true, '能否登录', 'Whether the operator may sign in', { required: true }),
  role,
  shops,
  totp: boolean('totp', false, '是否使用验证器', 'Whether an authenticator is set up', { required: true }),
  mustChangePassword: boolean(
    'must_change_password',
    true,
    '是否尚未修改一次性密码',
    'Whether the one-time password was not replaced yet',
    { required: true },
  ),
  otherSellers: boolean('other_sellers', false, '是否还有其他连锁的角色', 'Whether there are roles of other sellers', {
    required: true,
  }),
  createdAt: text('created_at', '2026-11-24 22:29:00', '创建时间', 'Time of creation (GMT+8)', { required: true }),
  createdBy: text('created_by', 'operator:cli', '创建者', 'Who created it', { required: true }),
} as const

export const listOperators = defineMethod({
  name: 'yaoquan.console.operator.list',
  title: { zh: '操作员列表', en: 'List operators' },
  description: { zh: '在本连锁有角色的操作员', en: 'Operators who have a role for the seller' },
  ...reads(category.console),
  request: {},
  ...resultOf('ListOperatorsResult', {
    operators: listOf(
      'operators',
      objects('operator', 'Operator', operatorFields),
      '操作员，按用户名',
      'Operators by name',
    ),
  }),
  errorCodes: [],
})

export const createOperator = defineMethod({
  name: 'yaoquan.console.operator.create',
  title: { zh: '创建操作员', en: 'Create an operator' },
  description: {
    zh: '创建操作员并返回一次性密码。所有连锁的用户名共用一个空间：被占用的与保留的同样以 INVALID_SETTING 拒绝，一小时内六个不可用的即暂停新建',
    en: 'Creates an operator and returns a one-time password. All sellers share one space of names: a taken name is refused like a reserved one, with INVALID_SETTING; after six unusable names in an hour no operator is created for an hour',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('OPERATOR-CREATE-20261124-0001'),
    name,
    displayName: text('display_name', '李娜', '姓名', 'Name to show', { required: true, maxLength: 64 }),
    role,
    shops,
  },
  ...resultOf('CreateOperatorResult', { alreadyDone, field, rule, oneTimePassword, replaced }),
  errorCodes: [
    consoleErrors.operatorExists,
    consoleErrors.invalidSetting,
    consoleErrors.tooManyNames,
    consoleErrors.secretNotTold,
    businessErrors.idempotentConflict,
  ],
})

const ofAccount = [
  consoleErrors.operatorNotFound,
  consoleErrors.operatorIsSelf,
  consoleErrors.operatorOfOthers,
  businessErrors.idempotentConflict,
] as const

export const switchOperator = defineMethod({
  name: 'yaoquan.console.operator.switch',
  title: { zh: '启用或停用操作员', en: 'Enable or disable an operator' },
  description: {
    zh: '停用即结束其所有会话，以及经其授权（OAuth）的应用的会话；dry_run 只返回将停止的应用，可先由另一位负责人用 app.takeConsent 接管。操作员在其他连锁也有角色时，须是这些连锁的负责人',
    en: 'Disabling ends all sessions, also those of apps that the operator allowed by OAuth; dry_run only returns the apps that would stop, which another owner can take over first with app.takeConsent. For an operator with roles of other sellers, you must be an owner of these',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('OPERATOR-SWITCH-20261124-0001'),
    name,
    enabled: boolean('enabled', false, '能否登录', 'Whether the operator may sign in', { required: true }),
    dryRun,
  },
  ...resultOf('SwitchOperatorResult', {
    dryRun: triedOnly,
    stoppedApps: list(
      'stopped_apps',
      objects('app', 'StoppedApp', {
        appKey: text('app_key', '12345678', '应用', 'The app', { required: true }),
        name: text('name', 'ERP', '名称', 'Name', { required: true }),
        sellerId: text('seller_id', '111', '连锁', 'The seller', { required: true }),
      }),
      '经其授权而停止（或将停止）的应用',
      'Apps that stop, or would stop, because the operator allowed them',
    ),
  }),
  errorCodes: ofAccount,
})

export const resetOperator = defineMethod({
  name: 'yaoquan.console.operator.reset',
  title: { zh: '重置操作员', en: 'Reset an operator' },
  description: {
    zh: '返回新的一次性密码，移除验证器，结束其所有会话',
    en: 'Returns another one-time password, removes the authenticator and ends all sessions',
  },
  ...writes(category.console),
  request: { outRequestNo: requestNo('OPERATOR-RESET-20261124-0001'), name },
  ...resultOf('ResetOperatorResult', { alreadyDone, oneTimePassword, replaced }),
  errorCodes: [...ofAccount, consoleErrors.secretNotTold],
})

export const setOperatorRole = defineMethod({
  name: 'yaoquan.console.operator.setRole',
  title: { zh: '设置角色', en: 'Set the role of an operator' },
  description: {
    zh: '设置操作员在本连锁的角色，替换原有的；不传 role 即撤销。只属于其他连锁的操作员，须是这些连锁的负责人',
    en: 'Sets the role for the seller, in place of the one before; without role it is taken away. For an operator of other sellers only, you must be an owner of these',
  },
  ...writes(category.console),
  request: {
    outRequestNo: requestNo('OPERATOR-ROLE-20261124-0001'),
    name,
    role: text('role', 'finance', '角色', 'Role', { maxLength: 32 }),
    shops,
  },
  ...resultOf('SetRoleResult', {
    field,
    rule,
    assigned: object('assigned', { typeName: 'AssignedRole', fields: { role, shops } }, '设置后的角色', 'The role now'),
  }),
  errorCodes: [
    consoleErrors.operatorNotFound,
    consoleErrors.operatorIsSelf,
    consoleErrors.invalidSetting,
    businessErrors.idempotentConflict,
  ],
})
