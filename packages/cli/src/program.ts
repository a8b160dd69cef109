import type { Command } from 'commander'
import { addAppCommands } from './commands/app.ts'
import { addAuditCommands } from './commands/audit.ts'
import { addBackup, addRestore } from './commands/backup.ts'
import { addCall, addSign } from './commands/call.ts'
import { addConformance } from './commands/conformance.ts'
import { addCouponExplain } from './commands/coupon-explain.ts'
import { addCouponLookups } from './commands/coupon-lookups.ts'
import { addCouponSteps } from './commands/coupon-steps.ts'
import { addDocsExport } from './commands/docs-export.ts'
import { addEventList } from './commands/event-list.ts'
import { addExport } from './commands/export.ts'
import { addFigureCommands } from './commands/figures.ts'
import { addGenerate } from './commands/generate.ts'
import { addImport } from './commands/import.ts'
import { addKeyCommands } from './commands/key.ts'
import { addCategoryCommands, addShopCommands } from './commands/master-data.ts'
import { addMcp } from './commands/mcp.ts'
import { addMemberCommands } from './commands/member.ts'
import { addMigrateStore } from './commands/migrate-store.ts'
import { addOperatorCommands } from './commands/operator.ts'
import { addOrderCommands } from './commands/order.ts'
import { addPolicyCommands } from './commands/policy.ts'
import { addQuery } from './commands/query.ts'
import { addReconcile } from './commands/reconcile.ts'
import { addRedemptionCommands } from './commands/redemption.ts'
import { addRetentionCommands } from './commands/retention.ts'
import { addSdkGenerate } from './commands/sdk-generate.ts'
import { addSellerCommands } from './commands/seller.ts'
import { addServe } from './commands/serve.ts'
import { addSessionCommands } from './commands/session.ts'
import { addShopGroupCommands } from './commands/shop-group.ts'
import { addTemplateCommands } from './commands/template.ts'
import { addCouponIssue, addUpload } from './commands/upload.ts'
import { addWebhookCommands } from './commands/webhook.ts'
import { createRootCommand } from './root-command.ts'

/** Builds the whole command line: every command with its options and help. Parsing throws a CommanderError on wrong usage. */
export function buildProgram(): Command {
  const program = createRootCommand()
  addServe(program)
  // `chain` is the former name of this group. Scripts and the README use it.
  addSellerCommands(program.command('seller').alias('chain').description('连锁 (sellers)'))
  addAppCommands(program.command('app').description('应用：密钥、权限、限额 (apps: secrets, permissions, limits)'))
  addSessionCommands(program.command('session').description('应用的会话 (sessions of apps)'))
  addOperatorCommands(
    program.command('operator').description('控制台的操作员：角色、密码 (operators of the console: roles, passwords)'),
  )
  addImport(program)
  addExport(program)
  addUpload(program)
  addGenerate(program)
  addCouponCommands(
    program
      .command('coupon')
      .description(
        '优惠券：发放、领取、占用、核销、退回、作废、查询 (issue, claim, hold, redeem, return, void and look up coupons)',
      ),
  )
  addTemplateCommands(program.command('template').description('优惠券模板 (coupon templates)'))
  addMemberCommands(
    program
      .command('member')
      .description(
        '会员：资料、手机号、卡、合并、导出、删除 (members: profiles, phones, cards, merges, exports, erasure)',
      ),
  )
  addOrderCommands(program.command('order').description('订单 (orders)'))
  addRedemptionCommands(program.command('redemption').description('核销记录 (redemptions)'))
  addReconcile(program)
  addFigureCommands(program.command('figures').description('经营数据 (figures)'))
  addEventList(program.command('event').description('事件 (events)'))
  addWebhookCommands(program.command('webhook').description('把事件推送到URL (push events to URLs)'))
  addPolicyCommands(program.command('policy').description('连锁的用券规则 (rules of a seller for all of its coupons)'))
  addShopCommands(program.command('shop').description('门店的名称 (names of shops)'))
  addCategoryCommands(program.command('category').description('品类的名称 (names of categories of goods)'))
  addShopGroupCommands(program.command('shop-group').description('门店组 (groups of shops)'))
  addRetentionCommands(program.command('retention').description('数据的保留期限 (how long data is kept)'))
  addAuditCommands(
    program.command('audit').description('审计：核对数据、签发检查点 (verify the data, sign checkpoints)'),
  )
  addKeyCommands(program.command('key').description('主密钥 (the master key)'))
  addBackup(program)
  addRestore(program)
  addMigrateStore(program)
  addConformance(program)
  addSdkGenerate(program.command('sdk').description('为各语言SDK生成代码 (generate code for SDKs)'))
  addDocsExport(program.command('docs').description('文档中心 (documentation)'))
  addQuery(program)
  addCall(program)
  addSign(program)
  addMcp(program)
  return program
}

function addCouponCommands(coupon: Command): void {
  addCouponIssue(coupon)
  addCouponSteps(coupon)
  addCouponLookups(coupon)
  addCouponExplain(coupon)
}
