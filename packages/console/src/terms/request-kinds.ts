import { defineTexts } from '../language/texts.ts'

/** What people ask others for, by the names that the server has for it. */
export const requestKinds = defineTexts({
  'erase-member': { zh: '删除会员', en: 'erase a member' },
  'merge-members': { zh: '合并会员', en: 'merge members' },
  'claim-coupons': { zh: '发券', en: 'issue coupons' },
  'end-template-approval': { zh: '关闭模板审批', en: 'end the approval of templates' },
  'end-second-person': { zh: '关闭第二人同意', en: 'end the rule of the second person' },
  'create-app': { zh: '登记应用', en: 'register an app' },
  'rotate-app': { zh: '更换密钥', en: 'rotate the secret of an app' },
  'widen-app': { zh: '改应用的权限', en: 'change the grants of an app' },
  'enable-app': { zh: '重新启用应用', en: 'enable an app again' },
  'raise-issue-approval': { zh: '调高单人可发的面额', en: 'raise what is issued alone' },
})
