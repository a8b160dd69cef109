import { defineTexts } from '../language/texts.ts'

/** Texts for an act that the server had done before. */
export const repeatTexts = defineTexts({
  alreadyDone: { zh: '这一步此前已经完成，没有再做一次。', en: 'This was done before; it was not done again.' },
})

/** The verbs of the acts, on buttons and titles. */
export const actTexts = defineTexts({
  redeem: { zh: '核销', en: 'Redeem' },
  hold: { zh: '占用', en: 'Hold' },
  release: { zh: '释放占用', en: 'Release' },
  extend: { zh: '延期', en: 'Extend' },
  return: { zh: '退回', en: 'Return' },
  void: { zh: '作废', en: 'Void' },
})
