/**
 * Puts the nonce of this page on every `<style>` that a script creates. The components do it for most of theirs, but not
 * for those that lock the scroll bar or measure it, and the page's policy refuses a style without it.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

const createElement = document.createElement.bind(document)

document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
  const element = createElement(name, options)
  if (element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}

/** The nonce that the server wrote into this page; empty in the development server. */
export const pageNonce: string = nonce
