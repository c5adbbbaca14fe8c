import { contextBridge, ipcRenderer } from 'electron'
import { portChannel, type DesktopBridge } from '../shared/contract/port'

/**
 * The one thing that the page gets from the desktop: a port to the main process. It knows nothing of what is said on
 * it; the main process looks at who asked before it listens.
 */
const bridge: DesktopBridge = {
  requestPort() {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(portChannel, null, [port1])
    // A port cannot pass through the context bridge, only through a message of the window to itself.
    window.postMessage(portChannel, window.location.origin, [port2])
  },
}

contextBridge.exposeInMainWorld('elevated', bridge)
