import './strict'
import { createRoot } from 'react-dom/client'
import { navigate } from 'wouter/use-browser-location'
import './styles/fonts.css'
import './styles/tokens.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Kbd.css'
import './styles/global.css'
import { App } from './App'
import { followCity } from './state/city'
import { keepConnected } from './state/connection'
import { joinDesktop } from './state/desktop'
import { followHealth, showFailure } from './state/lifecycle'
import { schemeNow, subscribeToScheme } from './state/scheme'
import { listenForKeys } from './ui/keys'
import { views } from './views'

const showScheme = () => {
  document.documentElement.dataset.scheme = schemeNow()
}
showScheme()
subscribeToScheme(showScheme)
listenForKeys(window)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id root')
createRoot(root).render(<App />)

joinDesktop({
  views: views.map(({ name, title }) => ({ name, title })),
  go: to => (to === 'back' ? history.back() : to === 'forward' ? history.forward() : navigate(to)),
  showProblem: showFailure,
})
void keepConnected([followHealth, followCity], new AbortController().signal)
