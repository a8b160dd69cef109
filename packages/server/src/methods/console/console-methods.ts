import type { MethodDefinition } from '@yaoquan/api'
import type { LastAudits } from '#domain/audit/audit-report'
import type { EventAuditor } from '#domain/events/event-store'
import { keepingRefusals, refusedClaim } from '#methods/keep-refusals'
import { type LifecycleDependencies, type Method, withDryRun } from '#methods/method'
import { claimCouponsMethod } from '#methods/yaoquan.coupon.claim'
import { issueCouponsMethod } from '#methods/yaoquan.coupon.issue'
import { eraseMemberMethod } from '#methods/yaoquan.member.erase'
import { mergeMembersMethod } from '#methods/yaoquan.member.merge'
import {
  type AppDependencies,
  endAppSessionsMethod,
  listAppsMethod,
  retireAppSecretMethod,
  takeAppConsentMethod,
} from './app-methods.ts'
import { askedAppMethods, askForAppMethod } from './app-requests.ts'
import { claimBySecond, eraseBySecond, mergeBySecond } from './ask-for-second.ts'
import { listAuditMethod, verifyAuditMethod } from './audit-methods.ts'
import type { JobMethodDependencies } from './create-job-method.ts'
import {
  handleFindingMethod,
  type OpenReconciliationDependencies,
  openReconciliationMethod,
} from './finding-methods.ts'
import { holdSelectedMethod, releaseSelectedMethod } from './hold-methods.ts'
import { type IssueApprovalDependencies, issueWithApproval } from './issue-with-approval.ts'
import { jobMethods } from './job-methods.ts'
import {
  createOperatorMethod,
  listOperatorsMethod,
  type OperatorDependencies,
  resetOperatorMethod,
  setOperatorRoleMethod,
  switchOperatorMethod,
} from './operator-methods.ts'
import { getPolicyMethod, type PolicyDependencies, setPolicyMethod } from './policy-methods.ts'
import { countRefusalsMethod, listRefusalsMethod, type RefusalDependencies } from './refusal-methods.ts'
import {
  cancelRetentionMethod,
  getRetentionMethod,
  previewRetentionMethod,
  type RetentionDependencies,
  setRetentionMethod,
} from './retention-methods.ts'
import { approveRequestMethod, listRequestsMethod, refuseRequestMethod } from './second-person-methods.ts'
import {
  decideShadowMethod,
  listShadowsMethod,
  routeShadowMethod,
  type ShadowDependencies,
  setShadowConditionsMethod,
} from './shadow-methods.ts'
import {
  deleteShopGroupMethod,
  getShopGroupMethod,
  listShopGroupsMethod,
  listShopGroupUsesMethod,
  type ShopGroupDependencies,
  setShopGroupMethod,
} from './shop-group-methods.ts'
import {
  approveTemplateMethod,
  type OpenTemplateDependencies,
  openTemplateMethod,
  rejectTemplateMethod,
} from './template-methods.ts'
import {
  addWebhookMethod,
  listWebhooksMethod,
  removeWebhookMethod,
  replayWebhookMethod,
  testWebhookMethod,
  type WebhookDependencies,
} from './webhook-methods.ts'
import { listActorsMethod } from './yaoquan.console.actor.list.ts'
import { type OpenCouponDependencies, openCouponMethod } from './yaoquan.console.coupon.open.ts'
import { type FindAtDeskDependencies, findAtDeskMethod } from './yaoquan.console.desk.find.ts'
import { figureLeadersMethod, type LeaderDependencies } from './yaoquan.console.figures.leaders.ts'
import { type ActivityDependencies, memberActivityMethod } from './yaoquan.console.member.activity.ts'
import { type OpenMemberDependencies, openMemberMethod, unmaskMemberMethod } from './yaoquan.console.member.open.ts'
import { numberOrderMethod } from './yaoquan.console.order.number.ts'
import { type UndoDependencies, undoRedemptionMethod } from './yaoquan.console.redemption.undo.ts'

export type ConsoleMethodDependencies = Pick<LifecycleDependencies, 'lifecycle' | 'members' | 'erasures' | 'refusals'> &
  OperatorDependencies &
  AppDependencies &
  WebhookDependencies &
  JobMethodDependencies &
  RefusalDependencies &
  IssueApprovalDependencies &
  ShopGroupDependencies &
  ActivityDependencies &
  OpenCouponDependencies &
  OpenMemberDependencies &
  FindAtDeskDependencies &
  OpenTemplateDependencies &
  OpenReconciliationDependencies &
  LeaderDependencies &
  UndoDependencies &
  PolicyDependencies &
  RetentionDependencies &
  ShadowDependencies &
  Readonly<{ auditor: EventAuditor; lastAudits: Pick<LastAudits, 'find'> }>

/** The methods that only the console offers. */
export function consoleMethods(dependencies: ConsoleMethodDependencies): readonly Method<MethodDefinition>[] {
  const { storedPolicies } = dependencies
  const mostAloneFen = async (sellerId: string) => (await storedPolicies.findPolicy(sellerId)).policy.issueApprovalFen
  const claim = withDryRun(claimCouponsMethod, { ...dependencies, mostAloneFen })
  return [
    listActorsMethod(dependencies),
    figureLeadersMethod(dependencies),
    memberActivityMethod(dependencies),
    openCouponMethod(dependencies),
    withDryRun(holdSelectedMethod, dependencies),
    withDryRun(releaseSelectedMethod, dependencies),
    findAtDeskMethod(dependencies),
    openMemberMethod(dependencies),
    openTemplateMethod(dependencies),
    openReconciliationMethod(dependencies),
    unmaskMemberMethod(dependencies),
    numberOrderMethod(dependencies),
    undoRedemptionMethod(dependencies),
    listOperatorsMethod(dependencies),
    createOperatorMethod(dependencies),
    switchOperatorMethod(dependencies),
    resetOperatorMethod(dependencies),
    setOperatorRoleMethod(dependencies),
    listAppsMethod(dependencies),
    askForAppMethod(dependencies),
    ...askedAppMethods(dependencies),
    retireAppSecretMethod(dependencies),
    takeAppConsentMethod(dependencies),
    endAppSessionsMethod(dependencies),
    listWebhooksMethod(dependencies),
    addWebhookMethod(dependencies),
    removeWebhookMethod(dependencies),
    replayWebhookMethod(dependencies),
    testWebhookMethod(dependencies),
    listRefusalsMethod(dependencies),
    countRefusalsMethod(dependencies),
    listAuditMethod(dependencies),
    verifyAuditMethod(dependencies),
    approveTemplateMethod(dependencies),
    rejectTemplateMethod(dependencies),
    issueWithApproval(withDryRun(issueCouponsMethod, dependencies), dependencies),
    listShopGroupsMethod(dependencies),
    getShopGroupMethod(dependencies),
    listShopGroupUsesMethod(dependencies),
    setShopGroupMethod(dependencies),
    deleteShopGroupMethod(dependencies),
    handleFindingMethod(dependencies),
    getPolicyMethod(dependencies),
    setPolicyMethod(dependencies),
    getRetentionMethod(dependencies),
    previewRetentionMethod(dependencies),
    setRetentionMethod(dependencies),
    cancelRetentionMethod(dependencies),
    listShadowsMethod(dependencies),
    decideShadowMethod(dependencies),
    setShadowConditionsMethod(dependencies),
    routeShadowMethod(dependencies),
    keepingRefusals(claimBySecond(claim, dependencies), dependencies.refusals, refusedClaim),
    eraseBySecond(eraseMemberMethod(dependencies), dependencies),
    mergeBySecond(mergeMembersMethod(dependencies), dependencies),
    listRequestsMethod(dependencies),
    approveRequestMethod(dependencies),
    refuseRequestMethod(dependencies),
    ...jobMethods(dependencies),
  ]
}
