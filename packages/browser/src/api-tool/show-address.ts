/** Shows a link to the opened call in the address bar and in the link to the other language. */
export function showAddress(link: string): void {
  history.replaceState(undefined, '', link)
  const other = document.querySelector<HTMLAnchorElement>('.site-head a[hreflang]')
  if (other !== null) other.href = other.pathname + link
}
