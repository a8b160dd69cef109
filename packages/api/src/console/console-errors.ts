import { row } from '../language/method.ts'

/** The refusals of the methods that only the console offers, in the form of `businessErrors`. */
export const consoleErrors = {
  operatorExists: row(
    'OPERATOR_EXISTS',
    { zh: '本连锁已有操作员 {name}', en: 'The seller has an operator of this name' },
    { zh: '换一个用户名；若是同一人，请设置其角色', en: 'Choose another name; for the same person, set the role' },
    'The seller has an operator {name} already',
  ),
  tooManyNames: row(
    'TOO_MANY_NAMES',
    {
      zh: '用户名不可用，且一小时内已有 {count} 个不可用；{time} 起再逐一说明',
      en: 'The name cannot be used, and too many names in an hour could not',
    },
    { zh: '换一个用户名；可用的用户名不受影响', en: 'Choose another name; usable names are not affected' },
    'The name cannot be used, nor could {count} others within an hour; from {time} on each is explained again',
  ),
  operatorNotFound: row(
    'OPERATOR_NOT_FOUND',
    { zh: '没有操作员 {name}', en: 'There is no such operator' },
    { zh: '检查用户名', en: 'Check the name' },
    'There is no operator {name}',
  ),
  operatorIsSelf: row(
    'OPERATOR_IS_SELF',
    { zh: '不能停用、重置自己或修改自己的角色', en: 'You cannot disable, reset or regrade yourself' },
    { zh: '请另一位负责人操作', en: 'Ask another owner' },
  ),
  operatorOfOthers: row(
    'OPERATOR_OF_OTHERS',
    {
      zh: '{name} 还有其他连锁的角色，而您不是这些连锁的负责人',
      en: 'The operator has roles of other sellers, of which you are not an owner',
    },
    { zh: '可撤销其在本连锁的角色', en: 'Take the role for this seller away instead' },
    '{name} has roles of other sellers, of which you are not an owner',
  ),
  invalidSetting: row(
    'INVALID_SETTING',
    { zh: '{field} {rule}', en: 'A setting breaks a rule; field and rule say which' },
    { zh: '按 rule 修改', en: 'Correct it by the rule' },
    '{field} {rule}',
  ),
  shadowNotFound: row(
    'SHADOW_NOT_FOUND',
    { zh: '没有该端口的影子运行', en: 'There is no shadow run of that port' },
    { zh: '刷新后重试', en: 'Read the list again' },
  ),
  shadowClassUnknown: row(
    'SHADOW_CLASS_UNKNOWN',
    { zh: '没有 {kind} 类的差异', en: 'No deviation is of that class' },
    { zh: '刷新后从列表中选择', en: 'Read the list again and choose from it' },
    'No deviation is of the class {kind}',
  ),
  shadowNotAccepted: row(
    'SHADOW_NOT_ACCEPTED',
    { zh: '未曾接受 {kind}，或已撤回', en: 'The class is not accepted' },
    { zh: '刷新后重试', en: 'Read the list again' },
    '{kind} is not accepted',
  ),
  shadowDecisionsFull: row(
    'SHADOW_DECISIONS_FULL',
    { zh: '已有 {most} 个决定', en: 'There are 2,000 decisions already' },
    { zh: '接受上一级的类，或重新开始影子运行', en: 'Accept a wider class, or begin the shadow run anew' },
    'There are {most} decisions already',
  ),
  shadowBusy: row(
    'SHADOW_BUSY',
    { zh: '另一人正在修改', en: 'Somebody else is changing it' },
    { zh: '稍后重试', en: 'Try again in a moment' },
  ),
  shadowDecisionsDamaged: row(
    'SHADOW_DECISIONS_DAMAGED',
    { zh: '影子运行的决定文件已损坏', en: 'The file of decisions of a shadow run is damaged' },
    {
      zh: '请系统管理员从备份恢复数据目录的 shadow/端口.decisions.json，或改名后重新决定',
      en: 'Ask who runs the server to restore shadow/PORT.decisions.json of the data folder, or to rename it and decide anew',
    },
  ),
  shadowMethodUnknown: row(
    'SHADOW_METHOD_UNKNOWN',
    {
      zh: '药券没有 {method}，其调用总是由现有CRM应答',
      en: "Yaoquan has no such method; today's CRM always answers it",
    },
    { zh: '检查方法名', en: 'Check the name of the method' },
    "Yaoquan has no method {method}; today's CRM always answers it",
  ),
  shadowOursMissing: row(
    'SHADOW_OURS_MISSING',
    { zh: '影子运行启动时没有指定药券服务器', en: 'The shadow run was started without a server of Yaoquan' },
    { zh: '请系统管理员以 --ours 重新启动影子', en: 'Ask who runs it to start the shadow with --ours' },
  ),
  shadowLosesWrites: row(
    'SHADOW_LOSES_WRITES',
    { zh: '退回会失去只有药券收到的写操作', en: "The way back loses writes that today's CRM did not get" },
    { zh: '确认后以 confirm 重试', en: 'Confirm that, and send it again with confirm' },
  ),
  shadowRoutesFull: row(
    'SHADOW_ROUTES_FULL',
    { zh: '已有 {most} 条路由', en: 'There are 500 routes already' },
    { zh: '改用整个应用的路由', en: 'Route whole apps' },
    'There are {most} routes already',
  ),
  shadowRoutesDamaged: row(
    'SHADOW_ROUTES_DAMAGED',
    { zh: '影子运行的路由文件已损坏', en: 'The file of routes of a shadow run is damaged' },
    {
      zh: '请系统管理员从备份恢复数据目录的 shadow/端口.routes.json；影子继续使用它已有的路由',
      en: 'Ask who runs the server to restore shadow/PORT.routes.json of the data folder; the shadow keeps the routes it has',
    },
  ),
  findingNotFound: row(
    'FINDING_NOT_FOUND',
    { zh: '该日现在的报告没有这条差异', en: 'The present report of the day has no such finding' },
    { zh: '刷新报告；差异可能已被解释', en: 'Read the report again; the finding may be explained by now' },
  ),
  findingPending: row(
    'FINDING_PENDING',
    { zh: '该差异还在等订单', en: 'The finding still waits for an order' },
    { zh: '等到期限之后再处理', en: 'Handle it after the deadline' },
  ),
  findingChanged: row(
    'FINDING_CHANGED',
    { zh: '{by} 已于 {time} 处理了该差异：{note}', en: 'The finding was handled or reopened meanwhile' },
    { zh: '刷新报告', en: 'Read the report again' },
    '{by} handled the finding at {time}: {note}',
  ),
  findingOpen: row(
    'FINDING_OPEN',
    { zh: '该差异本来就待处理', en: 'The finding is open already' },
    { zh: '刷新报告', en: 'Read the report again' },
  ),
  appNotFound: row(
    'APP_NOT_FOUND',
    { zh: '本连锁没有该应用', en: 'The seller has no such app' },
    { zh: '检查 app_key', en: 'Check app_key' },
  ),
  appOfOthers: row(
    'APP_OF_OTHERS',
    { zh: '该应用还服务其他连锁，请用命令行修改', en: 'The app serves other sellers as well' },
    { zh: '用 yaoquan app update、rotate', en: 'Use yaoquan app update and rotate' },
  ),
  appWidened: row(
    'APP_WIDENED',
    {
      zh: '您的角色不能改应用的权限，也不能重新启用应用',
      en: 'Your role neither changes the grants of apps nor enables them',
    },
    { zh: '请负责人操作', en: 'Ask an owner' },
  ),
  oldSecretValid: row(
    'OLD_SECRET_VALID',
    { zh: '上一次更换的旧密钥仍有效', en: 'The old secret of an earlier exchange is still valid' },
    { zh: '先停用旧密钥', en: 'Retire the old secret first' },
  ),
  secretNotTold: row(
    'SECRET_NOT_TOLD',
    {
      zh: '该请求已执行过；密钥或密码只在一小时内、且未再更换时可重新取得',
      en: 'The request was done before. Its secret is told again for an hour at most, and only while it was not replaced or used',
    },
    {
      zh: '应用：先停用旧密钥再更换密钥；webhook：移除后重新添加；操作员：重置',
      en: 'Rotate the secret of the app, remove the webhook and add it again, or reset the operator',
    },
  ),
  webhookNotFound: row(
    'WEBHOOK_NOT_FOUND',
    { zh: '没有该webhook', en: 'There is no such webhook' },
    { zh: '刷新列表', en: 'Reload the list' },
  ),
  webhookExists: row(
    'WEBHOOK_EXISTS',
    { zh: '该地址已有webhook', en: 'There is a webhook of this address' },
    { zh: '使用已有的', en: 'Use that one' },
  ),
  tooManyWebhooks: row(
    'TOO_MANY_WEBHOOKS',
    { zh: 'webhook已达上限', en: 'The seller has as many webhooks as are allowed' },
    { zh: '先移除不用的', en: 'Remove one that is not used' },
  ),
  privateTarget: row(
    'PRIVATE_TARGET',
    { zh: '该地址在内网或本机', en: 'The address is in a private network' },
    { zh: '使用公网地址', en: 'Use a public address' },
  ),
  eventsRemoved: row(
    'EVENTS_REMOVED',
    { zh: '序号 {through} 及之前的事件已清理', en: 'The events up to that number were removed' },
    { zh: '从更晚的序号开始', en: 'Begin after a later number' },
    'The events up to {through} were removed',
  ),
  shopGroupNotFound: row(
    'SHOP_GROUP_NOT_FOUND',
    { zh: '没有门店组 @{name}', en: 'There is no such group of shops' },
    { zh: '刷新列表', en: 'Reload the list' },
    'There is no group of shops @{name}',
  ),
  shopGroupChanged: row(
    'SHOP_GROUP_CHANGED',
    {
      zh: '门店组 @{name} 已被他人修改',
      en: 'Another person changed the group of shops, created one of this name or deleted it',
    },
    { zh: '重新打开后再修改', en: 'Open it again and repeat your change' },
    'Another person changed the group of shops @{name}, created or deleted it',
  ),
  shopGroupUsed: row(
    'SHOP_GROUP_USED',
    { zh: '还有 {count} 个模板在用 @{name}', en: 'Open templates name the group of shops' },
    { zh: '先停止领取这些模板，或修改其可用门店', en: 'Stop claiming these templates or change their shops first' },
    '{count} open templates name @{name}',
  ),
  policyChanged: row(
    'POLICY_CHANGED',
    { zh: '规则已于 {time} 被他人修改', en: 'Another person changed the rules' },
    { zh: '重新打开后再修改', en: 'Open them again and repeat your change' },
    'Another person changed the rules at {time}',
  ),
  approvalStays: row(
    'APPROVAL_STAYS',
    { zh: '模板审批不能在控制台关闭', en: 'The console does not switch off the approval of templates' },
    {
      zh: '请系统管理员运行 yaoquan policy set --template-approval off',
      en: 'Ask who runs the server for yaoquan policy set --template-approval off',
    },
  ),
  endedRuleAlone: row(
    'ENDED_RULE_ALONE',
    { zh: '关闭这条规则要单独提交，不能与其他修改一起', en: 'This rule is switched off by a request of its own' },
    { zh: '先保存其他修改，再单独关闭', en: 'Save the other changes first, then switch it off' },
  ),
  requestNotWaiting: row(
    'REQUEST_NOT_WAITING',
    { zh: '没有等待您决定的这项申请', en: 'No such request waits for you' },
    { zh: '刷新后查看：已有人决定，或已过期', en: 'Reload: somebody decided on it, or its time is over' },
  ),
  requestIsOwn: row(
    'REQUEST_IS_OWN',
    { zh: '不能同意自己的申请', en: 'Nobody approves what they asked for themselves' },
    { zh: '请另一位有此权限的人同意，或撤回', en: 'Ask another person with the right, or withdraw it' },
  ),
  requestToCarryOut: row(
    'REQUEST_TO_CARRY_OUT',
    {
      zh: '关于应用的申请由负责人在对接页办理',
      en: 'What is asked for of an app is carried out at the screen Integration',
    },
    { zh: '在对接页办理，或写明原因拒绝', en: 'Carry it out there, or decline with a reason' },
  ),
  tooManyRequests: row(
    'TOO_MANY_REQUESTS',
    { zh: '等待同意的申请已有 100 项，或您的已有 20 项', en: '100 requests wait already, or 20 of yours' },
    { zh: '先决定等待中的申请，或撤回自己的', en: 'Decide on those that wait first, or withdraw your own' },
  ),
  retentionNotWaiting: row(
    'RETENTION_NOT_WAITING',
    { zh: '没有等待生效的保留期限', en: 'No period waits to take effect' },
    { zh: '刷新后查看：已生效，或他人已撤销', en: 'Reload: it took effect, or another person cancelled it' },
  ),
  templateNotWaiting: row(
    'TEMPLATE_NOT_WAITING',
    {
      zh: '该版本不在待审批：{savedBy} 已于 {time} 保存第 {version} 版',
      en: 'The version does not wait for approval: a later one was saved, or another person decided',
    },
    { zh: '刷新后查看最新版本', en: 'Reload and look at the newest version' },
    'The version does not wait for approval: {savedBy} saved version {version} at {time}',
  ),
  approverIsSubmitter: row(
    'APPROVER_IS_SUBMITTER',
    { zh: '不能审批自己提交的版本', en: 'You cannot approve what you submitted' },
    { zh: '请另一位有审批权限的人操作', en: 'Ask another person who may approve templates' },
  ),
  approverKnowsSecret: row(
    'APPROVER_KNOWS_SECRET',
    {
      zh: '该版本由应用提交，而您新建过该应用或看过其密钥，不能审批',
      en: 'An app submitted the version, and you created the app or were shown its secret',
    },
    { zh: '请另一位有审批权限的人操作', en: 'Ask another person who may approve templates' },
  ),
  orderNumbersOff: row(
    'ORDER_NUMBERS_OFF',
    { zh: '本连锁的订单号不由系统编', en: 'The rules of the seller let the server make no order numbers' },
    {
      zh: '填小票上的订单号，或请负责人开启规则',
      en: 'Give the number of the receipt, or ask an owner to switch the rule on',
    },
  ),
  undoNotAllowed: row(
    'UNDO_NOT_ALLOWED',
    { zh: '只能在一分钟内撤销自己的核销', en: 'Only your own redemption can be undone, within a minute' },
    { zh: '请按退货退回该券', en: 'Return the coupon instead' },
  ),
  jobNotFound: row(
    'JOB_NOT_FOUND',
    { zh: '没有该任务', en: 'The seller has no such job' },
    { zh: '检查 job_id', en: 'Check job_id' },
  ),
  jobNotAllowed: row(
    'JOB_NOT_ALLOWED',
    { zh: '您的角色不能执行这类任务', en: 'Your role does not allow jobs of this kind' },
    { zh: '请负责人或经理操作', en: 'Ask an owner or a manager' },
  ),
  jobOfOther: row(
    'JOB_OF_OTHER',
    { zh: '草稿由他人建立，只有建立的人可以添加名单', en: 'Only the person who made the draft adds to it' },
    { zh: '请另建一个任务', en: 'Make a job of your own' },
  ),
  jobStateWrong: row(
    'JOB_STATE_WRONG',
    { zh: '任务当前为 {state}，不能这样操作', en: 'The state of the job does not allow this' },
    { zh: '刷新后按当前状态操作', en: 'Reload the job and act by its state' },
    'The state of the job is {state}, which does not allow this',
  ),
  jobListKnown: row(
    'JOB_LIST_KNOWN',
    {
      zh: '该名单已用于本模板的任务 {jobId}，不会再发一次',
      en: 'Another job has this list and template; nothing is sent twice',
    },
    {
      zh: '查看 known_job_id 的任务；名单不同请另存文件',
      en: 'See the job in known_job_id; another list needs another file',
    },
    'Job {jobId} has this list and template; nothing is sent twice',
  ),
  jobCountChanged: row(
    'JOB_COUNT_CHANGED',
    {
      zh: '现在将处理 {count} 项，与输入的数量不一致，任务未启动',
      en: 'Another number of items would change now than was typed; the job was not started',
    },
    { zh: '核对试算结果后输入新的数量', en: 'Check the dry run and type the number it shows' },
    '{count} items would change now, which is not what was typed; the job was not started',
  ),
  jobTooLarge: row(
    'JOB_TOO_LARGE',
    { zh: '一个任务最多 {max} 项', en: 'A job has at most 200,000 items' },
    { zh: '缩小条件或拆分名单', en: 'Narrow the filter, or split the list' },
    'A job has at most {max} items',
  ),
  jobOffset: row(
    'JOB_OFFSET',
    { zh: '该任务已有 {given} 行，与 offset 不符', en: 'The job has another number of lines than offset says' },
    { zh: '从第 {given} 行之后继续添加', en: 'Go on after the lines that the job has' },
    'The job has {given} lines, not what offset says',
  ),
} as const

export type ConsoleErrorName = keyof typeof consoleErrors
