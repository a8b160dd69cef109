import { useEffect } from 'react'

/** Has the browser ask before the page is closed or reloaded, for as long as a component shows what would be lost. */
export function useLeaveQuestion(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
}
