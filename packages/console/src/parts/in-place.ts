/** Where a popover is put: beside what opened it, so that it lies in the same landmark of the page and comes next by keyboard. */
export function inPlace(opener: HTMLElement): HTMLElement {
  return opener.parentElement ?? document.body
}
