import './strict'
import { startTransition } from 'react'
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
import { followCity } from './state/city'
import { keepConnected } from './state/connection'
import { followHealth } from './state/lifecycle'
import { schemeNow, subscribeToScheme } from './state/scheme'
import { listenForKeys } from './ui/keys'

const showScheme = () => {
  document.documentElement.dataset.scheme = schemeNow()
}
showScheme()
subscribeToScheme(showScheme)
listenForKeys(window)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id root')
void show(root)

void keepConnected([followHealth, followCity], new AbortController().signal)

/** React and the frame come in pieces of their own and are drawn in slices, so that no task of the opening is long. */
async function show(element: HTMLElement): Promise<void> {
  const { createRoot } = await import('react-dom/client')
  const { App } = await import('./App')
  startTransition(() => createRoot(element).render(<App />))
}
