import { defineTexts } from '../language/texts.ts'

/** The verbs of what operators do to a template, in its drawer and in its row. */
export const templateActTexts = defineTexts({
  edit: { zh: '编辑', en: 'Edit' },
  copy: { zh: '复制', en: 'Copy' },
  send: { zh: '发给名单', en: 'Send to a list' },
  stop: { zh: '停止领取', en: 'Stop claiming' },
  reopen: { zh: '恢复领取', en: 'Allow claiming' },
})
