import { createApp, listApps, retireAppSecret, rotateAppSecret, updateApp } from './app-methods.ts'
import { listAudit, verifyAudit } from './audit-methods.ts'
import {
  addJobItems,
  cancelJob,
  createJob,
  getJob,
  listJobItems,
  listJobs,
  pauseJob,
  resumeJob,
  startJob,
} from './job-methods.ts'
import { createOperator, listOperators, resetOperator, setOperatorRole, switchOperator } from './operator-methods.ts'
import { countRefusals, listRefusals } from './refusal-methods.ts'
import { deleteShopGroup, getShopGroup, listShopGroups, listShopGroupUses, setShopGroup } from './shop-group-methods.ts'
import { approveTemplate, rejectTemplate } from './template-methods.ts'
import { addWebhook, listWebhooks, removeWebhook, replayWebhook } from './webhook-methods.ts'
import { unmaskMember } from './yaoquan.console.member.unmask.ts'

/** The methods that only the console offers, by wire name. The signed gateway does not know them. */
export const consoleMethods = {
  [unmaskMember.name]: unmaskMember,
  [listOperators.name]: listOperators,
  [createOperator.name]: createOperator,
  [switchOperator.name]: switchOperator,
  [resetOperator.name]: resetOperator,
  [setOperatorRole.name]: setOperatorRole,
  [listApps.name]: listApps,
  [createApp.name]: createApp,
  [updateApp.name]: updateApp,
  [rotateAppSecret.name]: rotateAppSecret,
  [retireAppSecret.name]: retireAppSecret,
  [listWebhooks.name]: listWebhooks,
  [addWebhook.name]: addWebhook,
  [removeWebhook.name]: removeWebhook,
  [replayWebhook.name]: replayWebhook,
  [listRefusals.name]: listRefusals,
  [countRefusals.name]: countRefusals,
  [listAudit.name]: listAudit,
  [verifyAudit.name]: verifyAudit,
  [approveTemplate.name]: approveTemplate,
  [rejectTemplate.name]: rejectTemplate,
  [listShopGroups.name]: listShopGroups,
  [getShopGroup.name]: getShopGroup,
  [listShopGroupUses.name]: listShopGroupUses,
  [setShopGroup.name]: setShopGroup,
  [deleteShopGroup.name]: deleteShopGroup,
  [createJob.name]: createJob,
  [addJobItems.name]: addJobItems,
  [getJob.name]: getJob,
  [listJobs.name]: listJobs,
  [startJob.name]: startJob,
  [pauseJob.name]: pauseJob,
  [resumeJob.name]: resumeJob,
  [cancelJob.name]: cancelJob,
  [listJobItems.name]: listJobItems,
} as const
