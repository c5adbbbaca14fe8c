import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { joinDesktop } from '../state/desktop'
import { showFailure } from '../state/lifecycle'
import { views } from '../views'

/** Ties the page to the desktop's native menu, which lists its views and leads to them. Draws nothing. */
export function DesktopLink() {
  useEffect(() => {
    joinDesktop({
      views: views.map(({ name, title }) => ({ name, title })),
      go: to => (to === 'back' ? history.back() : to === 'forward' ? history.forward() : navigate(to)),
      showProblem: showFailure,
    })
  }, [])
  return null
}
