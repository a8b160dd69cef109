/**
 * Masks a card number: `12****11`. On either side a quarter of its characters is shown, at least 2 and at most 4, so never
 * more than half. Of a number shorter than 8 nothing is shown.
 */
export function maskCard(cardNo: string): string {
  const characters = Array.from(cardNo)
  if (characters.length === 0) return ''
  const shown = Math.min(4, Math.floor(characters.length / 4))
  if (shown < 2) return '****'
  return `${characters.slice(0, shown).join('')}****${characters.slice(-shown).join('')}`
}
