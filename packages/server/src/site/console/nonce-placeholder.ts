/** What `packages/console/bundle/vite-settings.ts` writes where the nonce of a page belongs. */
export const noncePlaceholder = 'YAOQUAN-NONCE'
