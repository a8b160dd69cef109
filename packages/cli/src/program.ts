import type { Command } from 'commander'
import { callRows } from './call-rows/call-rows.ts'
import { addCommandOf } from './calls/command-of.ts'
import { addAppCommands } from './commands/app.ts'
import { addAuditCommands } from './commands/audit.ts'
import { addBackup, addRestore } from './commands/backup.ts'
import { addCall, addSign } from './commands/call.ts'
import { addCompletion } from './commands/completion.ts'
import { addConfigCommands } from './commands/config.ts'
import { addConformance } from './commands/conformance.ts'
import { addReload, addShadowStop, addStop } from './commands/control.ts'
import { addExport } from './commands/export.ts'
import { addFiguresRebuild } from './commands/figures.ts'
import { addGenerate } from './commands/generate.ts'
import { addImport } from './commands/import.ts'
import { addKeyCommands } from './commands/key.ts'
import { addListen } from './commands/listen.ts'
import { addLogsTail } from './commands/logs.ts'
import { addManual } from './commands/manual.ts'
import { addCategoryCommands, addShopCommands } from './commands/master-data.ts'
import { addMcp } from './commands/mcp.ts'
import { addMigrateStore } from './commands/migrate-store.ts'
import { addOperatorCommands } from './commands/operator.ts'
import { addPolicyCommands } from './commands/policy.ts'
import { addReconcile } from './commands/reconcile.ts'
import { addRedemptionUpload } from './commands/redemption-upload.ts'
import { addRetentionCommands } from './commands/retention.ts'
import { addDocsExport, addSdkGenerate } from './commands/sdk-generate.ts'
import { addSellerCommands } from './commands/seller.ts'
import { addServe } from './commands/serve.ts'
import { addSessionCommands } from './commands/session.ts'
import { addShadowRun } from './commands/shadow.ts'
import { addShadowAccept } from './commands/shadow-accept.ts'
import { addShadowCheck } from './commands/shadow-check.ts'
import { addShadowCrawl } from './commands/shadow-crawl.ts'
import { addShadowLost } from './commands/shadow-lost.ts'
import { addShadowRoute } from './commands/shadow-route.ts'
import { addShadowReady, addShadowReport, addShadowStatus } from './commands/shadow-status.ts'
import { addShadowStatusMap } from './commands/shadow-status-map.ts'
import { addShadowTemplates } from './commands/shadow-templates.ts'
import { addShopGroupCommands } from './commands/shop-group.ts'
import { addStoreCommands } from './commands/store.ts'
import { addTrigger } from './commands/trigger.ts'
import { addCouponIssue, addUpload } from './commands/upload.ts'
import { addWebhookCommands } from './commands/webhook.ts'
import { createRootCommand } from './root-command.ts'
import { say } from './terminal/output.ts'

/** Builds the whole command line: every command with its options and help. Parsing throws a CommanderError on wrong usage. */
export function buildProgram(): Command {
  const program = createRootCommand()
  const group = (name: string, zh: string, en: string) => program.command(name).description(say(zh, en))
  addServe(program)
  addStop(program)
  addReload(program)
  // `chain` is the former name of this group. Scripts and the README use it.
  addSellerCommands(group('seller', '连锁', 'sellers').alias('chain'))
  addAppCommands(group('app', '应用：密钥、权限、限额', 'apps: secrets, permissions, limits'))
  addSessionCommands(group('session', '应用的会话', 'sessions of apps'))
  addOperatorCommands(group('operator', '控制台的操作员：角色、密码', 'operators of the console: roles, passwords'))
  addImport(program)
  addExport(program)
  addUpload(program)
  addGenerate(program)
  addCouponIssue(
    group(
      'coupon',
      '优惠券：发放、领取、占用、核销、退回、作废、查询',
      'coupons: issue, claim, hold, redeem, void, look up',
    ),
  )
  group('template', '优惠券模板', 'coupon templates')
  group('member', '会员：资料、手机号、卡、合并、导出、删除', 'members: profiles, phones, cards, merges, erasure')
  group('basket', '购物篮：可用的券与最优组合', 'baskets: usable coupons and the best combination')
  group('order', '订单', 'orders')
  addRedemptionUpload(group('redemption', '核销记录', 'redemptions'))
  addReconcile(program)
  group('reconciliation', '已算出的对账', 'reconciliations that were computed')
  addFiguresRebuild(group('figures', '经营数据', 'figures'))
  group('event', '事件', 'events')
  addWebhookCommands(group('webhook', '把事件推送到URL', 'push events to URLs'))
  addListen(program)
  addTrigger(program)
  addPolicyCommands(group('policy', '连锁的用券规则', 'rules of a seller for all of its coupons'))
  addShopCommands(group('shop', '门店的名称', 'names of shops'))
  addCategoryCommands(group('category', '品类的名称', 'names of categories of goods'))
  addShopGroupCommands(group('shop-group', '门店组', 'groups of shops'))
  addRetentionCommands(group('retention', '数据的保留期限', 'how long data is kept'))
  addAuditCommands(group('audit', '审计：核对数据、签发检查点', 'verify the data, sign checkpoints'))
  addKeyCommands(group('key', '主密钥', 'the master key'))
  addBackup(program)
  addRestore(program)
  addMigrateStore(program)
  addStoreCommands(group('store', '多处存储：连锁各在其一', 'several stores, each with sellers of its own'))
  addConformance(program)
  const shadow = group('shadow', '影子运行：在ERP与现有CRM之间', 'shadow run, between ERPs and the CRM of today')
  addShadowRun(shadow)
  addShadowCheck(shadow)
  addShadowStatus(shadow)
  addShadowCrawl(shadow)
  addShadowStatusMap(shadow)
  addShadowTemplates(shadow)
  addShadowAccept(shadow)
  addShadowReady(shadow)
  addShadowReport(shadow)
  addShadowRoute(shadow)
  addShadowLost(shadow)
  addShadowStop(shadow)
  addLogsTail(group('logs', '服务的日志', 'the log of a server'))
  addConfigCommands(
    group(
      'config',
      '配置：常用的地址、密钥、连锁与数据目录',
      'profiles: URL, keys, seller and data folder, typed once',
    ),
  )
  addCompletion(program)
  addManual(program)
  addSdkGenerate(group('sdk', '为各语言SDK生成代码', 'generate code for SDKs'))
  addDocsExport(group('docs', '文档中心', 'documentation'))
  addCall(program)
  addSign(program)
  addMcp(program)
  for (const row of callRows) addCommandOf(program, row)
  return program
}
