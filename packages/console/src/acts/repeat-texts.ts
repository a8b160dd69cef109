import { defineTexts } from '../language/texts.ts'

/** Texts for an act that the server had done before. */
export const repeatTexts = defineTexts({
  alreadyDone: { zh: '这一步此前已经完成，没有再做一次。', en: 'This was done before; it was not done again.' },
})
